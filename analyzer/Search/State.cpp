//===- State.cpp - A program between two steps ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Search/State.h"

#include "llvm/ADT/STLExtras.h"

#include <bit>

using namespace heddle;
using namespace heddle::machine;

void Clock::set(uint32_t T, uint32_t N) {
  if (At.size() <= T)
    At.resize(T + 1, 0);
  At[T] = N;
}

void Clock::join(const Clock &Other) {
  if (At.size() < Other.At.size())
    At.resize(Other.At.size(), 0);
  for (uint32_t T = 0; T < Other.At.size(); ++T)
    At[T] = std::max(At[T], Other.At[T]);
  for (const auto &[Where, Stamp] : Other.Seen) {
    double &Mine = Seen[Where];
    Mine = std::max(Mine, Stamp);
  }
}

namespace {

/// Two independent 64-bit sums (multiply and rotate, as in MurmurHash3).
class Hasher {
public:
  void add(uint64_t X) {
    A = std::rotl(A ^ (X * 0x87c37b91114253d5), 27) * 5 + 0x52dce729;
    B = std::rotl(B ^ (X * 0x4cf5ad432745937f), 31) * 5 + 0x38495ab5;
    B += A;
  }
  void add(const Datum &D) {
    add(static_cast<uint64_t>(D.Kind) << 32 | D.Symbol);
    add(static_cast<uint64_t>(D.Number));
    if (D.Kind == DatumKind::Real)
      add(std::bit_cast<uint64_t>(D.Float));
    if (D.Kind == DatumKind::Pointer)
      add(static_cast<uint64_t>(D.Object));
  }
  void add(const Address &A) {
    add(static_cast<uint64_t>(A.Object));
    add(static_cast<uint64_t>(A.Bit));
  }
  Digest finish() {
    add(0x9e3779b97f4a7c15);
    return {A, B};
  }

private:
  uint64_t A = 0x2545f4914f6cdd1d, B = 0x9e3779b97f4a7c15;
};

class Digester {
public:
  explicit Digester(const State &S) : S(S), Epochs(S.Threads.size()) {
    for (const auto &[Name, O] : S.Mem.all())
      for (const Trace &T : O->Traces)
        Epochs[T.Thread].push_back(T.Clock);
    for (std::vector<uint32_t> &E : Epochs) {
      llvm::sort(E);
      E.erase(llvm::unique(E), E.end());
    }
  }

  Digest run() {
    H.add(S.Exact);
    for (const auto &[Name, O] : S.Mem.all())
      add(Name, *O);
    for (const Thread &T : S.Threads)
      add(T);
    for (const auto &[Where, X] : S.Sync)
      add(Where, X);
    for (const TeamState &X : S.Teams)
      add(X);
    for (const auto &[Name, Members] : S.Groups) {
      H.add(static_cast<uint64_t>(Name));
      addAll(Members);
    }
    for (const Interval &I : S.Inputs) {
      H.add(static_cast<uint64_t>(I.Low));
      H.add(static_cast<uint64_t>(I.High));
      H.add(I.MadeUp);
    }
    H.add(S.SectionOwner);
    add(S.Section);
    return H.finish();
  }

private:
  /// How many of the thread's remembered clock values are at most N.
  uint64_t rank(uint32_t Thread, uint32_t N) const {
    const std::vector<uint32_t> &E = Epochs[Thread];
    return static_cast<uint64_t>(llvm::upper_bound(E, N) - E.begin());
  }
  void add(const Clock &C) {
    for (uint32_t T = 0; T < Epochs.size(); ++T)
      H.add(rank(T, C[T]));
    for (const auto &[Where, Stamp] : C.Seen)
      H.add(place(Where, Stamp));
  }
  /// How many stores of the object come before.
  uint64_t place(const std::pair<ObjectName, int64_t> &Where,
                 double Stamp) const {
    auto It = S.Sync.find(Where);
    if (It == S.Sync.end())
      return 0;
    return static_cast<uint64_t>(
        llvm::count_if(It->second.History,
                       [&](const StoreRecord &X) { return X.Stamp < Stamp; }));
  }
  void add(ObjectName Name, const Object &O) {
    H.add(static_cast<uint64_t>(Name));
    H.add(uint64_t(O.Zero) << 1 | uint64_t(O.Freed));
    for (const Cell &C : O.Cells) {
      H.add(static_cast<uint64_t>(C.Bit) << 8 ^ static_cast<uint64_t>(C.Bits));
      H.add(C.Value);
    }
    std::vector<std::array<uint64_t, 4>> Traces;
    Traces.reserve(O.Traces.size());
    for (const Trace &T : O.Traces)
      Traces.push_back({static_cast<uint64_t>(T.Bit),
                        static_cast<uint64_t>(T.Bits),
                        uint64_t(T.Thread) << 2 | uint64_t(T.Write) << 1 |
                            uint64_t(T.Atomic),
                        rank(T.Thread, T.Clock)});
    llvm::sort(Traces);
    for (const auto &T : Traces)
      for (uint64_t X : T)
        H.add(X);
    H.add(0x5bd1e995);
  }
  void add(EventRef At) {
    H.add(uint64_t(index(At.Func)) << 32 | index(At.Block));
    H.add(At.Index);
  }
  void addAll(const std::vector<uint32_t> &Ids) {
    H.add(Ids.size());
    for (uint32_t Id : Ids)
      H.add(Id);
  }
  void addAll(const std::vector<Dependence> &All) {
    H.add(All.size());
    for (const Dependence &D : All) {
      H.add(static_cast<uint64_t>(D.Object));
      H.add(static_cast<uint64_t>(D.Bit) << 1 | uint64_t(D.Out));
    }
  }
  void add(const TeamState &X) {
    addAll(X.Members);
    H.add(uint64_t(X.Arrived) << 32 | X.Round);
    add(X.Reached);
    add(X.Opened);
    for (const auto &[Where, Way] : X.Shares) {
      add(Where.first);
      H.add(uint64_t(Where.second) << 32 | Way);
    }
  }
  void add(const Thread &T) {
    H.add(static_cast<uint64_t>(T.Status) << 32 | T.Allocations);
    H.add(uint64_t(T.AtomicDepth) << 1 | uint64_t(T.Begun));
    H.add(T.Round);
    H.add(T.Returned);
    H.add(T.Joined);
    for (const Frame &F : T.Stack) {
      H.add(uint64_t(index(F.Func)) << 32 | F.Block);
      H.add(F.Event);
      H.add(F.Result);
      if (F.HasOnce)
        H.add(F.Once);
    }
    H.add(uint64_t(T.Team) << 32 | T.Number);
    H.add(uint64_t(T.Creator) << 32 | T.Host);
    addAll(T.After);
    addAll(T.Pending);
    addAll(T.Depends);
    for (const auto &[Mark, Times] : T.Encounters) {
      add(Mark);
      H.add(Times);
    }
    if (T.Rounds) {
      add(T.Rounds->Mark);
      H.add(index(T.Rounds->Induction));
      H.add(static_cast<uint64_t>(T.Rounds->End));
    }
    add(T.Now);
    add(T.ReleaseFence);
    add(T.Loaded);
    if (T.Current) {
      H.add(static_cast<uint64_t>(T.Current->Object));
      H.add(T.Current->Value);
    }
  }
  void add(const std::pair<ObjectName, int64_t> &Where, const SyncState &X) {
    H.add(static_cast<uint64_t>(Where.first));
    H.add(static_cast<uint64_t>(Where.second));
    H.add(uint64_t(X.Owner) << 32 | X.Depth);
    H.add(static_cast<uint64_t>(X.Count));
    H.add(static_cast<uint64_t>(X.Needed) << 32 | X.Round);
    for (uint32_t R : X.Readers)
      H.add(R);
    add(X.Released);
    add(X.ReadReleased);
    H.add(X.History.size());
    for (const StoreRecord &Store : X.History) {
      H.add(Store.Value);
      add(Store.Released);
      H.add(uint64_t(Store.Thread) << 1 | uint64_t(Store.IsUpdate));
    }
  }

  const State &S;
  std::vector<std::vector<uint32_t>> Epochs; ///< [thread] sorted
  Hasher H;
};

} // namespace

Digest heddle::machine::digest(const State &S) { return Digester(S).run(); }

static void forgetInputs(State &S) {
  if (S.Inputs.empty())
    return;
  std::vector<uint32_t> New(S.Inputs.size(), UINT32_MAX);
  std::vector<Interval> Kept;
  auto Rename = [&](Datum &D) {
    if (D.Kind != DatumKind::Symbol)
      return;
    if (S.Inputs[D.Symbol].Low == S.Inputs[D.Symbol].High) {
      D = Datum::integer(S.Inputs[D.Symbol].Low + D.Number);
      return;
    }
    uint32_t &Id = New[D.Symbol];
    if (Id == UINT32_MAX) {
      Id = static_cast<uint32_t>(Kept.size());
      Kept.push_back(S.Inputs[D.Symbol]);
    }
    D.Symbol = Id;
  };
  std::vector<ObjectName> WithInputs;
  for (const auto &[Name, O] : S.Mem.all())
    if (llvm::any_of(O->Cells, [](const Cell &C) {
          return C.Value.Kind == DatumKind::Symbol;
        }))
      WithInputs.push_back(Name);
  for (ObjectName Name : WithInputs)
    for (Cell &C : S.Mem.edit(Name).Cells)
      Rename(C.Value);
  for (Thread &T : S.Threads) {
    Rename(T.Returned);
    Rename(T.Joined);
    if (T.Current)
      Rename(T.Current->Value);
  }
  for (auto &[Where, X] : S.Sync)
    for (StoreRecord &Store : X.History)
      Rename(Store.Value);
  S.Inputs = std::move(Kept);
}

/// Stores that no thread can read any more, or that cannot be told from the
/// read-modify-write that followed at once: a lock that is tried again and
/// again.
static void forgetStores(State &S) {
  for (auto &[Where, X] : S.Sync) {
    std::vector<StoreRecord> &All = X.History;
    if (All.size() < 2)
      continue;
    double Oldest = All.back().Stamp;
    for (const Thread &T : S.Threads)
      if (T.Status == ThreadStatus::Running) {
        auto Seen = T.Now.Seen.find(Where);
        Oldest = std::min(Oldest, Seen == T.Now.Seen.end() ? 0 : Seen->second);
      }
    llvm::erase_if(All, [&](const StoreRecord &R) { return R.Stamp < Oldest; });
    for (size_t I = All.size() - 1; I-- > 0;)
      if (All[I + 1].IsUpdate && All[I].Value == All[I + 1].Value &&
          All[I].Released.At == All[I + 1].Released.At &&
          All[I].Released.Seen == All[I + 1].Released.Seen) {
        All[I + 1].IsUpdate = All[I].IsUpdate;
        All.erase(All.begin() + static_cast<ptrdiff_t>(I));
      }
  }
}

void heddle::machine::tidy(State &S) {
  forgetInputs(S);
  forgetStores(S);
  auto IsOver = [&](const Trace &T) {
    return llvm::all_of(llvm::enumerate(S.Threads), [&](const auto &X) {
      return X.index() == T.Thread ||
             X.value().Status != ThreadStatus::Running ||
             X.value().Now[T.Thread] >= T.Clock;
    });
  };
  std::vector<ObjectName> Changed;
  for (const auto &[Name, O] : S.Mem.all())
    if (llvm::any_of(O->Traces, IsOver))
      Changed.push_back(Name);
  for (ObjectName Name : Changed)
    llvm::erase_if(S.Mem.edit(Name).Traces, IsOver);
}
