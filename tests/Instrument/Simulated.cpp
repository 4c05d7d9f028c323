//===- Simulated.cpp - Programs that exist only as text -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread stands in front of the operation that it has published. Choosing
/// it makes the operation happen and lets the thread go on to the next one.
///
//===----------------------------------------------------------------------===//

#include "tests/Instrument/Simulated.h"

#include "tests/Instrument/GivenChoices.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

using namespace heddle;
using namespace heddle::test;
using runtime::Op;

namespace {

enum class Kind : uint8_t {
  Cell,
  Mutex,
  RwLock,
  Semaphore,
  Condition,
  Once,
  Barrier
};

uint64_t addressOf(Kind K, uint32_t Object) {
  return 4096 * (uint64_t(K) + 1) + 64 * uint64_t(Object);
}

struct Holder {
  int Owner = -1;
  uint32_t Readers = 0;
};

struct Actor {
  runtime::Operation Next;
  bool Live = false, Done = false, Woken = false;
  size_t At = 0;      ///< the instruction that Next belongs to
  unsigned Stage = 0; ///< of a wait: about to, waiting, locking
  int Register = 0;
  uint32_t Generation = 0;
  uint64_t Order = 0; ///< of waiting
  std::string Log;
};

class Machine {
public:
  Machine(const SimulatedProgram &P, const SchedulePlan &Plan)
      : P(P), Chooser(Plan) {
    Actors.resize(P.Threads.size());
    Tokens = P.Tokens;
  }

  RunResult run() {
    Actors[0].Live = true;
    publishStart(0);
    while (!Over && step()) {
    }
    return finish();
  }

private:
  // Instructions of main: creations, its own, joins, and the end.
  size_t created() const { return P.Threads.size() - 1; }

  uint32_t decide(uint32_t Alternatives) {
    if (Alternatives < 2)
      return 0;
    ExploredPoint Point;
    Point.Alternatives = Alternatives;
    Point.Chosen = Chooser.decide(Alternatives);
    Points.push_back(Point);
    return Point.Chosen;
  }

  //===--------------------------------------------------------------------===//
  // Publishing

  void publish(Actor &A, Op What, Kind K, uint32_t Object, bool Writes = true) {
    A.Next = {};
    A.Next.Kind = What;
    A.Next.Writes = Writes;
    A.Next.Size = 4;
    A.Next.Address = addressOf(K, Object);
  }
  void publishLocal(Actor &A, Op What) {
    A.Next = {};
    A.Next.Kind = What;
    Targets[&A - Actors.data()] = 0;
  }

  void publishStart(size_t I) { publishLocal(Actors[I], Op::Start); }

  /// \p I goes on to its next operation, or ends.
  void arrive(size_t I) {
    Actor &A = Actors[I];
    Targets[I] = 0;
    if (I == 0 && Created < created()) {
      publishLocal(A, Op::Create);
      Targets[I] = uint32_t(Created + 2);
      return;
    }
    const std::vector<Instruction> &Code = P.Threads[I];
    while (A.At < Code.size() && skipLocal(A, Code[A.At]))
      if (Over)
        return;
    if (A.At < Code.size()) {
      publishInstruction(A, Code[A.At]);
      return;
    }
    if (I == 0 && Joined < P.Joined) {
      publishLocal(A, Op::Join);
      Targets[I] = uint32_t(Joined + 2);
      return;
    }
    if (I == 0) {
      publishLocal(A, Op::Leave);
      return;
    }
    A.Done = true;
    A.Live = false;
  }

  bool skipLocal(Actor &A, const Instruction &I) {
    if (I.What == Do::Skip) {
      A.At += 1 + (A.Register == 0 ? size_t(I.Value) : 0);
      return true;
    }
    if (I.What == Do::Assert) {
      Over = Crashed = A.Register == I.Value;
      ++A.At;
      return true;
    }
    return false;
  }

  void publishInstruction(Actor &A, const Instruction &I) {
    switch (I.What) {
    case Do::Load:
      return publish(A, Op::AtomicLoad, Kind::Cell, I.Object, false);
    case Do::Store:
      return publish(A, Op::AtomicStore, Kind::Cell, I.Object);
    case Do::Add:
      return publish(A, Op::AtomicUpdate, Kind::Cell, I.Object);
    case Do::Lock:
      return publish(A, Op::Lock, Kind::Mutex, I.Object);
    case Do::TimedLock:
      publish(A, Op::Lock, Kind::Mutex, I.Object);
      A.Next.Timed = true;
      return;
    case Do::TryLock:
      return publish(A, Op::TryLock, Kind::Mutex, I.Object, false);
    case Do::Unlock:
      return publish(A, Op::Unlock, Kind::Mutex, I.Object);
    case Do::ReadLock:
      return publish(A, Op::ReadLock, Kind::RwLock, I.Object);
    case Do::WriteLock:
      return publish(A, Op::WriteLock, Kind::RwLock, I.Object);
    case Do::RwUnlock:
      return publish(A, Op::Unlock, Kind::RwLock, I.Object);
    case Do::Take:
      return publish(A, Op::SemWait, Kind::Semaphore, I.Object);
    case Do::TryTake:
      return publish(A, Op::SemTry, Kind::Semaphore, I.Object, false);
    case Do::Give:
      return publish(A, Op::SemPost, Kind::Semaphore, I.Object);
    case Do::Wait:
    case Do::TimedWait:
      return publishWait(A, I);
    case Do::Notify:
      return publish(A, Op::Notify, Kind::Condition, I.Object);
    case Do::NotifyAll:
      return publish(A, Op::NotifyAll, Kind::Condition, I.Object);
    case Do::Once:
      return publish(A, Op::Once, Kind::Once, I.Object);
    case Do::OnceEnd:
      return publish(A, Op::OnceEnd, Kind::Once, I.Object);
    case Do::Arrive:
      return publish(A, A.Stage ? Op::AtBarrier : Op::Arrive, Kind::Barrier,
                     I.Object);
    case Do::Skip:
    case Do::Assert:
      return;
    }
  }

  void publishWait(Actor &A, const Instruction &I) {
    if (A.Stage == 0) {
      publish(A, Op::CondWait, Kind::Condition, I.Object);
      A.Next.Second = addressOf(Kind::Mutex, uint32_t(I.Value));
    } else if (A.Stage == 1) {
      publish(A, Op::Waiting, Kind::Condition, I.Object);
      A.Next.Timed = I.What == Do::TimedWait;
    } else {
      publish(A, Op::Lock, Kind::Mutex, uint32_t(I.Value));
    }
  }

  //===--------------------------------------------------------------------===//
  // Waiting

  bool isReady(size_t I) {
    Actor &A = Actors[I];
    const Instruction *Code =
        A.At < P.Threads[I].size() ? &P.Threads[I][A.At] : nullptr;
    switch (A.Next.Kind) {
    case Op::Lock:
      return mutexAt(A).Owner < 0;
    case Op::ReadLock:
      return RwLocks[Code->Object].Owner < 0;
    case Op::WriteLock:
      return RwLocks[Code->Object].Owner < 0 &&
             RwLocks[Code->Object].Readers == 0;
    case Op::Join:
      return Actors[Targets[I] - 1].Done;
    case Op::Waiting:
      return A.Woken;
    case Op::SemWait:
      return Tokens[Code->Object] > 0;
    case Op::Once:
      return OnceOwner[Code->Object] < 0;
    case Op::AtBarrier:
      return Generation[Code->Object] != A.Generation;
    default:
      return true;
    }
  }

  Holder &mutexAt(const Actor &A) { return Mutexes[A.Next.Address]; }

  //===--------------------------------------------------------------------===//
  // Executing

  void execute(size_t I) {
    Actor &A = Actors[I];
    switch (A.Next.Kind) {
    case Op::Start:
      break;
    case Op::Create:
      Actors[++Created].Live = true;
      publishStart(Created);
      break;
    case Op::Join:
      ++Joined;
      break;
    case Op::Leave:
      Over = Left = true;
      return;
    default:
      if (executeInstruction(I, P.Threads[I][A.At]))
        ++A.At;
    }
    arrive(I);
  }

  /// False: the instruction has another operation.
  bool executeInstruction(size_t I, const Instruction &Is) {
    Actor &A = Actors[I];
    switch (Is.What) {
    case Do::Load:
      return note(A, Cells[Is.Object]);
    case Do::Store:
      Cells[Is.Object] = Is.Value;
      return true;
    case Do::Add:
      note(A, Cells[Is.Object]);
      Cells[Is.Object] += Is.Value;
      return true;
    case Do::Lock:
    case Do::TryLock:
    case Do::TimedLock:
      return lock(I, Is);
    case Do::Unlock:
      if (mutexAt(A).Owner == int(I))
        mutexAt(A).Owner = -1;
      return true;
    case Do::ReadLock:
      ++RwLocks[Is.Object].Readers;
      return true;
    case Do::WriteLock:
      RwLocks[Is.Object].Owner = int(I);
      return true;
    case Do::RwUnlock:
      if (RwLocks[Is.Object].Owner >= 0)
        RwLocks[Is.Object].Owner = -1;
      else if (RwLocks[Is.Object].Readers)
        --RwLocks[Is.Object].Readers;
      return true;
    case Do::Take:
      --Tokens[Is.Object];
      return true;
    case Do::TryTake:
      note(A, Tokens[Is.Object] > 0);
      Tokens[Is.Object] -= A.Register;
      return true;
    case Do::Give:
      ++Tokens[Is.Object];
      return true;
    case Do::Wait:
    case Do::TimedWait:
      return wait(I, Is);
    case Do::Notify:
      wake(A.Next.Address, 1);
      return true;
    case Do::NotifyAll:
      wake(A.Next.Address, UINT32_MAX);
      return true;
    case Do::Once:
      if (OnceDone[Is.Object]) {
        A.At += size_t(Is.Value);
      } else {
        OnceOwner[Is.Object] = int(I);
      }
      return true;
    case Do::OnceEnd:
      OnceDone[Is.Object] = true;
      OnceOwner[Is.Object] = -1;
      return true;
    case Do::Arrive:
      return pass(A, Is);
    case Do::Skip:
    case Do::Assert:
      return true;
    }
    return true;
  }

  bool note(Actor &A, int Value) {
    A.Register = Value;
    A.Log += std::to_string(Value) + ",";
    return true;
  }

  bool lock(size_t I, const Instruction &Is) {
    bool Had = mutexAt(Actors[I]).Owner < 0;
    if (Had)
      mutexAt(Actors[I]).Owner = int(I);
    if (Is.What != Do::Lock)
      note(Actors[I], Had);
    return true;
  }

  bool wait(size_t I, const Instruction &Is) {
    Actor &A = Actors[I];
    if (A.Stage == 0) {
      Holder &Lock = Mutexes[A.Next.Second];
      if (Lock.Owner == int(I))
        Lock.Owner = -1;
      A.Order = ++Waits;
      A.Woken = false;
      A.Stage = 1;
      return false;
    }
    if (A.Stage == 1) {
      if (Is.What == Do::TimedWait)
        note(A, A.Woken);
      A.Woken = false;
      A.Stage = 2;
      return false;
    }
    mutexAt(A).Owner = int(I);
    A.Stage = 0;
    return true;
  }

  void wake(uint64_t Condition, uint32_t Max) {
    for (uint32_t Woken = 0; Woken < Max; ++Woken) {
      std::vector<Actor *> Waiting;
      for (Actor &A : Actors)
        if (A.Live && A.Next.Kind == Op::Waiting &&
            A.Next.Address == Condition && !A.Woken)
          Waiting.push_back(&A);
      if (Waiting.empty())
        return;
      llvm::sort(Waiting,
                 [](Actor *A, Actor *B) { return A->Order < B->Order; });
      bool All = Max - Woken >= Waiting.size();
      Waiting[All ? 0 : decide(uint32_t(Waiting.size()))]->Woken = true;
    }
  }

  bool pass(Actor &A, const Instruction &Is) {
    if (A.Stage) {
      A.Stage = 0;
      return true;
    }
    A.Generation = Generation[Is.Object];
    if (++Arrived[Is.Object] == Is.Value) {
      Arrived[Is.Object] = 0;
      ++Generation[Is.Object];
    }
    A.Stage = 1;
    return false;
  }

  //===--------------------------------------------------------------------===//
  // Scheduling

  bool step() {
    std::vector<uint32_t> Candidates;
    for (size_t I = 0; I < Actors.size(); ++I)
      if (Actors[I].Live && (isReady(I) || Actors[I].Next.Timed))
        Candidates.push_back(uint32_t(I));
    if (Candidates.empty())
      return false;
    int Chosen =
        Chooser.pick(Candidates, [this](uint32_t T) { return Actors[T].Next; });
    if (Chosen < 0) {
      Pruned = true;
      return false;
    }
    Actor &A = Actors[size_t(Chosen)];
    ExploredPoint Point;
    Point.What = A.Next;
    Point.Thread = uint32_t(Chosen);
    Point.Target = Targets[uint32_t(Chosen)];
    Point.Enabled = Candidates;
    Points.push_back(Point);
    execute(size_t(Chosen));
    return true;
  }

  RunResult finish() {
    RunResult R;
    R.Explored.Points = std::move(Points);
    R.Explored.Known = true;
    R.Explored.Pruned = Pruned;
    for (size_t I = 0; I < Actors.size(); ++I)
      if (Actors[I].Live) {
        ExploredPoint Point;
        Point.What = Actors[I].Next;
        Point.Thread = uint32_t(I);
        Point.Target = Targets[uint32_t(I)];
        // Of what the thread does behind its last operation nobody is told.
        if (!(Crashed && int(I) == Chooser.current()))
          R.Explored.Pending.push_back(Point);
      }
    R.Complete = Left;
    if (!Left && !Pruned) {
      Observation Seen;
      Seen.Kind = Crashed ? ObservationKind::Crash : ObservationKind::Deadlock;
      Seen.Type = Crashed ? "crash" : "deadlock";
      R.Seen.push_back(Seen);
    }
    for (const Actor &A : Actors)
      R.Out += A.Log + (A.Done ? ";" : "?");
    for (int Cell : Cells)
      R.Out += std::to_string(Cell) + " ";
    R.Out += Left ? "left" : Crashed ? "crashed" : "stuck";
    return R;
  }

  const SimulatedProgram &P;
  GivenChoices Chooser;
  std::map<uint32_t, uint32_t> Targets; ///< number + 1 of a Create or Join
  std::vector<Actor> Actors;
  std::vector<ExploredPoint> Points;
  size_t Created = 0;
  uint32_t Joined = 0;
  uint64_t Waits = 0;
  bool Over = false, Left = false, Crashed = false, Pruned = false;

  std::map<uint64_t, Holder> Mutexes; ///< by address
  std::array<Holder, 4> RwLocks;
  std::array<int, 4> Cells = {};
  std::array<int, 2> Tokens = {};
  std::array<int, 4> OnceOwner = {-1, -1, -1, -1};
  std::array<bool, 4> OnceDone = {};
  std::array<int, 4> Arrived = {};
  std::array<uint32_t, 4> Generation = {};
};

} // namespace

std::string SimulatedProgram::text() const {
  static constexpr const char *Names[] = {
      "load",       "store",      "add",       "lock",       "try-lock",
      "timed-lock", "unlock",     "read-lock", "write-lock", "rw-unlock",
      "take",       "try-take",   "give",      "wait",       "timed-wait",
      "notify",     "notify-all", "once",      "once-end",   "arrive",
      "skip",       "assert"};
  std::string Result;
  for (const std::vector<Instruction> &Code : Threads) {
    for (const Instruction &I : Code)
      Result += std::string(Names[size_t(I.What)]) + "(" +
                std::to_string(I.Object) + "," + std::to_string(I.Value) + ") ";
    Result += "\n";
  }
  return Result + "tokens " + std::to_string(Tokens[0]) + " " +
         std::to_string(Tokens[1]) + ", joins " + std::to_string(Joined);
}

RunResult heddle::test::simulate(const SimulatedProgram &P,
                                 const SchedulePlan &Plan) {
  return Machine(P, Plan).run();
}
