//===- CommonLock.cpp - Both hold the same lock
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two ways in which a lock that both hold is the same lock. It is one at run
/// time: a global mutex, a member of an object that exists once. Or both hold
/// the lock that belongs to the very object they touch: `this->M` around
/// `this->V` in both; should the two V be one, then so are the two M
/// (existential correlation, as in Pratikakis, Foster, Hicks: LOCKSMITH).
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuter.h"

using namespace heddle;

static bool excludes(const HeldLockFact &X, const HeldLockFact &Y) {
  return X.Must && Y.Must && X.Kind == Y.Kind &&
         (X.Mode == LockMode::Exclusive || Y.Mode == LockMode::Exclusive);
}

static std::string taken(const RefuterContext &C, const AccessClass &A,
                         const HeldLockFact &H) {
  return C.nameOf(A.Shown.Thread) + " holds '" + C.L.use(H).Name + "' since " +
         C.position(H.At);
}

std::optional<Refutation> heddle::refuteCommonLock(const RefuterContext &C,
                                                   const AccessClass &A,
                                                   const AccessClass &B) {
  for (const HeldLockFact &X : A.Facts->Held.Held)
    for (const HeldLockFact &Y : B.Facts->Held.Held) {
      if (!excludes(X, Y) || X.Kind == HeldKind::Semaphore)
        continue;
      if (X.Kind == HeldKind::Atomic)
        return Refutation{true, {"both are in atomic sections"}};
      const CellId Cell = C.uniqueCell(X.Lock);
      if (valid(Cell) && Cell == C.uniqueCell(Y.Lock))
        return Refutation{true, {taken(C, A, X), taken(C, B, Y)}};
    }
  return std::nullopt;
}

namespace {

/// How an address hangs on an object: members, elements by number, `->` where
/// a pointer is read in between. Which element of an array inside of the object
/// an access touches is left out: the object is the same whichever. For the
/// lock that counts, and so it does for both where the array is not known to
/// lie in the object (`p[1].X` is in another than `p[0].M`).
struct Link {
  ValueId Base = ValueId::Unknown;
  std::vector<FieldRef> Steps; ///< outermost last
  bool ThroughPointer = false;
};

} // namespace

/// Is the element \p X one of an array that is a member?
static bool isInMember(const ValueTable &T, const Value &X) {
  ValueId Array = X.A;
  while (T[Array].Kind == ValueKind::Element)
    Array = T[Array].A;
  return T[Array].Kind == ValueKind::Field;
}

/// All objects that \p Address is a part of, from near to far.
static std::vector<Link> linksOf(const ValueTable &T, ValueId Address,
                                 bool IsLock) {
  constexpr FieldRef PointerStep{RecordId::None, 0};
  // Apart from the numbers of members and of PseudoField.
  constexpr uint32_t FirstElement = 0x40000000;
  std::vector<Link> Out;
  Link Now{.Base = Address, .Steps = {}};
  constexpr unsigned MaxLinks = 12;
  while (Out.size() < MaxLinks) {
    Out.push_back(Now);
    const Value X = T[Now.Base];
    if (X.Kind == ValueKind::Field)
      Now.Steps.insert(Now.Steps.begin(), X.Field);
    else if (X.Kind == ValueKind::Load) {
      Now.Steps.insert(Now.Steps.begin(), PointerStep);
      Now.ThroughPointer = true;
    } else if (X.Kind == ValueKind::Inner && valid(X.B)) {
      Now.Steps.insert(Now.Steps.begin(), PointerStep);
      Now.ThroughPointer = true;
      Now.Base = X.B;
      continue;
    } else if (X.Kind != ValueKind::Element) {
      return Out;
    } else if (IsLock || !isInMember(T, X)) {
      const std::optional<int64_t> N = T.asInt(X.B);
      if (!N || *N < 0 || *N >= FirstElement)
        return Out;
      Now.Steps.insert(
          Now.Steps.begin(),
          {RecordId::None, FirstElement + static_cast<uint32_t>(*N)});
    }
    Now.Base = X.A;
  }
  return Out;
}

namespace {

/// An object that the access and the lock are parts of, or that at least one
/// of them is part of while the object points to the other.
struct Correlation {
  std::vector<FieldRef> Access, Lock;
  bool ThroughPointer = false;
};

} // namespace

static std::vector<Correlation> correlate(const ValueTable &T, ValueId Address,
                                          ValueId Lock) {
  std::vector<Correlation> Out;
  for (const Link &L : linksOf(T, Lock, /*IsLock=*/true)) {
    if (T.isVague(L.Base))
      continue;
    for (const Link &A : linksOf(T, Address, /*IsLock=*/false))
      if (A.Base == L.Base && !(A.ThroughPointer && L.ThroughPointer))
        Out.push_back({A.Steps, L.Steps, A.ThroughPointer || L.ThroughPointer});
  }
  return Out;
}

std::optional<Refutation> heddle::refuteInstanceLock(const RefuterContext &C,
                                                     const AccessClass &A,
                                                     const AccessClass &B) {
  for (const HeldLockFact &X : A.Facts->Held.Held)
    for (const HeldLockFact &Y : B.Facts->Held.Held) {
      if (!excludes(X, Y) || X.Kind != HeldKind::Lock)
        continue;
      for (const Correlation &CA : correlate(C.T, A.Address, X.Lock))
        for (const Correlation &CB : correlate(C.T, B.Address, Y.Lock)) {
          if (CA.Lock != CB.Lock || CA.Access != CB.Access)
            continue;
          // Unsound: what a pointer in the object points to might be shared
          // with another object, which has a lock of its own; and the pointer
          // to the lock might have been changed between the two accesses.
          Refutation R{!CA.ThroughPointer && !CB.ThroughPointer,
                       {taken(C, A, X), taken(C, B, Y),
                        "each is the lock of the very object that is touched"}};
          return R;
        }
    }
  return std::nullopt;
}

std::optional<Refutation> heddle::refuteOnce(const RefuterContext &C,
                                             const AccessClass &A,
                                             const AccessClass &B) {
  auto SameFlag = [&](ValueId X, ValueId Y) {
    const CellId Cell = C.uniqueCell(X);
    return valid(Cell) && Cell == C.uniqueCell(Y);
  };
  for (auto [In, Other] : {std::pair(&A, &B), std::pair(&B, &A)})
    for (const HeldLockFact &X : In->Facts->Held.Held) {
      if (X.Kind != HeldKind::Once || !X.Must)
        continue;
      for (const HeldLockFact &Y : Other->Facts->Held.Held)
        if (Y.Kind == HeldKind::Once && Y.Must && SameFlag(X.Lock, Y.Lock))
          return Refutation{true, {"both run under the same once flag"}};
      for (const Channel &Passed : Other->Facts->Order.Passed)
        if (Passed.Kind == ChannelKind::Once && SameFlag(X.Lock, Passed.Object))
          return Refutation{true,
                            {C.position(In->Shown.At) + " runs once, and " +
                             C.position(Other->Shown.At) +
                             " comes after it was done"}};
    }
  return std::nullopt;
}
