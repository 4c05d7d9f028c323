//===- Interpret.cpp - Records to observations ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Interpret.h"

#include "instrument/Explore/Observation.h"
#include "instrument/Explore/Symbolizer.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/JSON.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

using namespace heddle;
using llvm::StringRef;
using llvm::json::Array;
using llvm::json::Object;

namespace {

uint64_t number(const Object &From, StringRef Key) {
  return uint64_t(From.getInteger(Key).value_or(0));
}

/// The objects of an array; none if it is missing.
std::vector<const Object *> objects(const Object &From, StringRef Key) {
  std::vector<const Object *> Result;
  if (const Array *List = From.getArray(Key))
    for (const llvm::json::Value &Each : *List)
      if (const Object *O = Each.getAsObject())
        Result.push_back(O);
  return Result;
}

ObservationKind kindOf(StringRef Type) {
  return llvm::StringSwitch<ObservationKind>(Type)
      .Cases({"data-race", "data-race-vptr", "heap-use-after-free",
              "heap-use-after-free-vptr", "race-on-external-object"},
             ObservationKind::Race)
      .Case("lock-order-inversion", ObservationKind::LockOrder)
      .Case("thread-leak", ObservationKind::ThreadLeak)
      .Cases({"locked-mutex-destroy", "mutex-double-lock",
              "mutex-invalid-access", "mutex-bad-unlock", "mutex-bad-read-lock",
              "mutex-bad-read-unlock"},
             ObservationKind::MutexMisuse)
      .Default(ObservationKind::OtherReport);
}

/// How a thread waits inside Heddle's runtime, parked or telling this, is a
/// matter of who came last; \p Stack begins with what the program called.
CallStack withoutRuntime(CallStack Stack) {
  auto IsOurs = [](const StackFrame &F) {
    StringRef Name = F.Function;
    return F.File.empty() && (Name.starts_with("heddle::runtime::") ||
                              Name.starts_with("(anonymous namespace)::"));
  };
  Stack.erase(Stack.begin(), llvm::find_if_not(Stack, IsOurs));
  return Stack;
}

/// Translates the records of one run in order.
class Interpreter {
public:
  explicit Interpreter(Symbolizer &Symbols) : Symbols(Symbols) {}
  Interpretation Result;

  void read(const Object &Record) {
    StringRef Event = Record.getString("ev").value_or("");
    if (Event == "start")
      Result.Started = true;
    else if (Event == "end")
      Result.Ended = true;
    else if (Event == "quit")
      Result.Quit = true;
    else if (Event == "fork")
      Result.Forked = true;
    else if (Event == "modules")
      readModules(Record);
    else if (Event == "report")
      readReport(Record);
    else if (Event == "crash")
      readCrash(Record);
    else if (Event == "stacks")
      readStanding(Record);
    else if (Event == "stuck")
      readStuck(Record);
    else if (Event == "schedule")
      readSchedule(Record);
    else if (Event == "step")
      readStep(Record);
    else if (Event == "path")
      Result.Shared.Creators[number(Record, "path")] =
          number(Record, "creator");
    else if (Event == "use")
      readUse(Record);
    else if (Event == "node")
      Result.Explored.Points.push_back(readPoint(Record));
    else if (Event == "pending")
      Result.Explored.Pending.push_back(readPoint(Record));
    else if (Event == "explored")
      readExplored(Record);
  }

  Interpretation finish() {
    if (!Rounds[1].empty())
      addHang();
    llvm::sort(Result.Seen);
    Result.Seen.erase(llvm::unique(Result.Seen), Result.Seen.end());
    return std::move(Result);
  }

private:
  CallStack stack(const Array *Addresses) {
    std::vector<uint64_t> List;
    if (Addresses)
      for (const llvm::json::Value &Each : *Addresses)
        List.push_back(uint64_t(Each.getAsInteger().value_or(0)));
    return Symbols.symbolize(List, Modules);
  }
  CallStack stackOf(const Object &From) {
    return stack(From.getArray("stack"));
  }

  void readModules(const Object &Record) {
    for (const Object *Each : objects(Record, "list"))
      if (auto M = Symbols.load(Each->getString("path").value_or("").str(),
                                number(*Each, "base")))
        Modules.add(std::move(*M));
  }

  void readReport(const Object &Record) {
    Observation Seen;
    Seen.Type = Record.getString("type").value_or("").str();
    Seen.Kind = kindOf(Seen.Type);
    Seen.ByHeddle = Record.getString("by").value_or("") == "heddle";
    std::map<uint64_t, uint32_t> ThreadAt;
    for (const Object *Each : objects(Record, "threads")) {
      uint64_t Id = number(*Each, "thread");
      ThreadAt[Id] = uint32_t(Seen.Threads.size());
      Seen.Threads.push_back(
          {.IsMain = Id == 0,
           .Name = Each->getString("name").value_or("").str(),
           .CreatedAt = stackOf(*Each)});
    }
    for (const Object *Each : objects(Record, "accesses"))
      Seen.Accesses.push_back(
          {.Write = Each->getBoolean("write").value_or(false),
           .Atomic = Each->getBoolean("atomic").value_or(false),
           .Size = uint32_t(number(*Each, "size")),
           .Thread = ThreadAt[number(*Each, "thread")],
           .Stack = stackOf(*Each)});
    for (const Object *Each : objects(Record, "mutexes"))
      Seen.Mutexes.push_back({.Name = globalName(number(*Each, "address")),
                              .CreatedAt = stackOf(*Each)});
    if (const Array *Stacks = Record.getArray("stacks"))
      for (const llvm::json::Value &Each : *Stacks)
        Seen.Stacks.push_back(stack(Each.getAsArray()));
    readObject(Record, Seen);
    if (Seen.Kind == ObservationKind::LockOrder)
      normalizeCycle(Seen);
    else if (!Seen.Accesses.empty())
      normalizeAccesses(Seen);
    Result.Seen.push_back(std::move(Seen));
  }

  std::string globalName(uint64_t Address) {
    auto Global = Symbols.global(Address, Modules);
    return Global ? Global->Name : std::string();
  }

  void readObject(const Object &Record, Observation &Seen) {
    // ThreadSanitizer leaves globals to its own symbolizer, which is off.
    auto Accesses = objects(Record, "accesses");
    if (!Accesses.empty())
      if (auto Global =
              Symbols.global(number(*Accesses[0], "address"), Modules)) {
        Seen.Object.Storage = MemoryKind::Global;
        Seen.Object.Name = Global->Name;
        Seen.Object.DeclaredAt = Global->DeclaredAt;
        return;
      }
    auto Locations = objects(Record, "locations");
    if (Locations.empty())
      return;
    const Object &First = *Locations[0];
    Seen.Object.Storage =
        llvm::StringSwitch<MemoryKind>(First.getString("type").value_or(""))
            .Case("heap", MemoryKind::Heap)
            .Case("stack", MemoryKind::Stack)
            .Case("tls", MemoryKind::ThreadLocal)
            .Default(MemoryKind::Unknown);
    Seen.Object.Size = number(First, "size");
    Seen.Object.AllocatedAt = stackOf(First);
  }

  /// Which of two accesses came first is luck: they are sorted, and the
  /// threads with them.
  static void normalizeAccesses(Observation &Seen) {
    static const ObservedThread Unknown;
    auto ThreadOf = [&](const ObservedAccess &A) -> const ObservedThread & {
      return A.Thread < Seen.Threads.size() ? Seen.Threads[A.Thread] : Unknown;
    };
    auto Key = [&](const ObservedAccess &A) {
      return std::tie(A.Stack, A.Write, A.Atomic, A.Size, ThreadOf(A));
    };
    llvm::sort(Seen.Accesses,
               [&](const ObservedAccess &L, const ObservedAccess &R) {
                 return Key(L) < Key(R);
               });
    std::vector<ObservedThread> Threads;
    for (ObservedAccess &A : Seen.Accesses) {
      Threads.push_back(ThreadOf(A));
      A.Thread = uint32_t(Threads.size() - 1);
    }
    Seen.Threads = std::move(Threads);
  }

  /// Which edge closed the cycle is luck: it begins with the smallest.
  static void normalizeCycle(Observation &Seen) {
    llvm::sort(Seen.Threads);
    size_t Edges = Seen.Mutexes.size(), First = 0;
    if (Seen.Stacks.size() != 2 * Edges)
      return;
    for (size_t I = 1; I < Edges; ++I)
      if (Seen.Stacks[2 * I] < Seen.Stacks[2 * First])
        First = I;
    std::rotate(Seen.Mutexes.begin(), Seen.Mutexes.begin() + ptrdiff_t(First),
                Seen.Mutexes.end());
    std::rotate(Seen.Stacks.begin(), Seen.Stacks.begin() + 2 * ptrdiff_t(First),
                Seen.Stacks.end());
  }

  void readCrash(const Object &Record) {
    Observation Seen;
    Seen.Kind = ObservationKind::Crash;
    Seen.Signal = int(number(Record, "signal"));
    Seen.Stacks.push_back(stackOf(Record));
    Result.Seen.push_back(std::move(Seen));
  }

  void readStanding(const Object &Record) {
    if (const Array *Stack = Record.getArray("stack"))
      Rounds[number(Record, "round") == 2][number(Record, "thread")] = Stack;
  }

  void readStuck(const Object &Record) {
    StringRef How = Record.getString("how").value_or("");
    if (How == "too-many-threads") {
      Result.Stopped = "it has more threads than the scheduler can take";
      return;
    }
    if (How == "outside") {
      Result.Stopped = OutsideGap;
      return;
    }
    Observation Seen;
    Seen.Type = How.str();
    Seen.Kind =
        How == "endless" ? ObservationKind::Endless : ObservationKind::Deadlock;
    Result.Stopped = How == "endless"
                         ? "it was stopped after " +
                               std::to_string(number(Record, "steps")) +
                               " operations"
                         : "it was stopped at a deadlock";
    std::map<uint64_t, const Object *> ById;
    for (const Object *Each : objects(Record, "threads"))
      ById[number(*Each, "thread")] = Each;
    for (const auto &[Id, Each] : ById)
      Seen.Standing.push_back(readWaiting(*Each, ById));
    Result.Seen.push_back(std::move(Seen));
  }

  StandingThread readWaiting(const Object &From,
                             const std::map<uint64_t, const Object *> &ById) {
    StandingThread T;
    T.IsMain = number(From, "thread") == 0;
    T.Stuck = From.getBoolean("part").value_or(false);
    T.Stack = withoutRuntime(stackOf(From));
    T.Wait = From.getString("wait").value_or("").str();
    T.For = globalName(number(From, "address"));
    if (From.get("for"))
      T.ForThread =
          uint32_t(std::distance(ById.begin(), ById.find(number(From, "for"))));
    for (const Object *Each : objects(From, "holds"))
      T.Held.push_back({.Name = globalName(number(*Each, "address")),
                        .TakenAt = stackOf(*Each)});
    T.Unheard = stack(From.getArray("unheard-at"));
    return T;
  }

  void readSchedule(const Object &Record) {
    Result.Schedule = {
        .Steps = number(Record, "steps"),
        .Switches = number(Record, "switches"),
        .Threads = number(Record, "threads"),
        .Hash = number(Record, "hash"),
        .Decisions = Record.getString("decisions").value_or("").str(),
        .Diverged = Record.getString("diverged").value_or("").str()};
  }

  void readStep(const Object &Record) {
    uint64_t Address = number(Record, "address");
    Result.Trace.push_back({.Thread = uint32_t(number(Record, "thread")),
                            .Kind = Record.getString("op").value_or("").str(),
                            .Object = globalName(Address),
                            .Address = Address,
                            .Target = uint32_t(number(Record, "target")),
                            .Stack = stackOf(Record)});
  }

  void readUse(const Object &Record) {
    const Array *Frames = Record.getArray("stack");
    Result.Shared.Uses.push_back(
        {.Path = number(Record, "path"),
         .Address = number(Record, "address"),
         .Place = Frames && !Frames->empty()
                      ? uint64_t(Frames->front().getAsInteger().value_or(0))
                      : 0,
         .Write = Record.getBoolean("write").value_or(false),
         .Sync = Record.getBoolean("sync").value_or(false),
         .Count = number(Record, "count"),
         .Stack = stackOf(Record)});
  }

  static ExploredPoint readPoint(const Object &Record) {
    ExploredPoint P;
    P.What.Kind = runtime::Op(number(Record, "kind"));
    P.What.Address = number(Record, "address");
    P.What.Second = number(Record, "second");
    P.What.Size = uint32_t(number(Record, "size"));
    P.What.Writes = Record.getBoolean("writes").value_or(false);
    P.What.Timed = Record.getBoolean("timed").value_or(false);
    P.Thread = uint32_t(number(Record, "thread"));
    P.Target = uint32_t(number(Record, "target"));
    P.Alternatives = uint32_t(number(Record, "alternatives"));
    P.Chosen = uint32_t(number(Record, "chosen"));
    if (const Array *Enabled = Record.getArray("enabled"))
      for (const llvm::json::Value &Each : *Enabled)
        P.Enabled.push_back(uint32_t(Each.getAsInteger().value_or(0)));
    return P;
  }

  void readExplored(const Object &Record) {
    Result.Explored.Known = true;
    Result.Explored.Pruned = Record.getBoolean("pruned").value_or(false);
    Result.Explored.TooLarge = Record.getBoolean("too-large").value_or(false);
  }

  void addHang() {
    Observation Seen;
    Seen.Kind = ObservationKind::Hang;
    for (const auto &[Thread, Stack] : Rounds[1]) {
      const Array *Before = Rounds[0][Thread];
      StandingThread T;
      T.IsMain = Thread == 0;
      T.Stuck = Before && *Before == *Stack;
      T.Stack = stack(Stack);
      Seen.Standing.push_back(std::move(T));
    }
    llvm::sort(Seen.Standing);
    Result.Seen.push_back(std::move(Seen));
  }

  Symbolizer &Symbols;
  ModuleMap Modules;
  std::map<uint64_t, const Array *> Rounds[2]; ///< thread -> its stack
};

} // namespace

Interpretation heddle::interpret(llvm::ArrayRef<Object> Records,
                                 Symbolizer &Symbols) {
  Interpreter I(Symbols);
  for (const Object &Record : Records)
    I.read(Record);
  return I.finish();
}
