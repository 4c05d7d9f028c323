//===- SharedObject.cpp - What people call the object of an access --------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Races/SharedObject.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <set>

using namespace heddle;

static bool isLibraryPart(const Module &M, const CellStep &Step) {
  return Step.IsElement || isPseudo(Step.Field) ||
         (valid(Step.Field.Record) && M[Step.Field.Record].System);
}

CellId heddle::namedPart(const Program &P, const PointsTo &Pointers, CellId C) {
  while (valid(Pointers.parent(C)) && isLibraryPart(P.M, Pointers.step(C)))
    C = Pointers.parent(C);
  return C;
}

SharedObject heddle::describeObject(const Program &P, const PointsTo &Pointers,
                                    CellId Named) {
  SharedObject Out;
  Out.Cell = Named;
  Out.Root = Pointers[Pointers.objectOf(Named)];
  Out.Type = Pointers.typeOf(Named);
  Out.Name = Pointers.displayName(Named);
  const bool IsMember = valid(Pointers.parent(Named)) &&
                        !isLibraryPart(P.M, Pointers.step(Named));
  if (IsMember) {
    Out.Member = Pointers.step(Named).Field;
    Out.Owner = Out.Member.Record;
    const Field &F = P.M[Out.Owner].Fields[Out.Member.Index];
    Out.Name = F.Name;
    Out.Declared = F.Pos;
    Out.Type = F.Type;
  } else if (Out.Root.Kind == ObjectKind::Global) {
    const Global &G = P.M[Out.Root.Global];
    Out.Name = G.Spelling.empty() ? G.Name : G.Spelling;
    Out.Declared = G.Pos;
    Out.Type = G.Type;
  } else if (Out.Root.Kind == ObjectKind::Local) {
    const Function &F = P.M[Out.Root.Func];
    const Local &Variable = (*F.Definition)[Out.Root.Local];
    if (!Variable.Name.empty())
      Out.Name = Variable.Name;
    if (index(Out.Root.Local) < F.Table.Locals.size())
      Out.Declared =
          P.M.position(Out.Root.Func, F.Table.Locals[index(Out.Root.Local)]);
    Out.Type = Variable.Type;
  }
  return Out;
}

std::vector<GuardedBy>
heddle::guardsOf(const PointsTo &Pointers, CellId Object,
                 llvm::ArrayRef<const GuardedAccess *> Accesses) {
  std::map<std::pair<CellId, std::string>, GuardedBy> Locks;
  uint32_t Total = 0;
  for (const GuardedAccess *X : Accesses) {
    Total += X->Count;
    std::set<std::pair<CellId, std::string>> Here;
    for (const LockUse &U : X->Held) {
      const auto Key = std::pair(U.Cell, U.Name);
      if (!Here.insert(Key).second)
        continue;
      auto [It, IsNew] = Locks.try_emplace(Key);
      if (IsNew)
        It->second.Lock = U;
      It->second.Holding += X->Count;
      if (X->isWrite())
        It->second.Writes += X->Count;
    }
  }
  std::vector<GuardedBy> Out;
  for (auto &[Key, Guard] : Locks) {
    Guard.All = Total;
    Out.push_back(Guard);
  }
  // Of locks held equally often: the one that lies beside the object, then one
  // that is the same for everybody.
  auto IsElsewhere = [&](const LockUse &U) {
    return !valid(U.Cell) || !valid(Object) ||
           !valid(Pointers.parent(U.Cell)) ||
           Pointers.parent(U.Cell) != Pointers.parent(Object);
  };
  auto Rank = [&](const GuardedBy &X) {
    return std::tuple(-int64_t(X.Holding), IsElsewhere(X.Lock), !X.Lock.Unique,
                      llvm::StringRef(X.Lock.Name), X.Lock.Cell);
  };
  llvm::sort(Out, [&](const GuardedBy &L, const GuardedBy &R) {
    return Rank(L) < Rank(R);
  });
  return Out;
}
