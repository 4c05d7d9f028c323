//===- Partition.cpp - Which units make a program -------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Link/Partition.h"

#include "analyzer/Link/IdWalk.h"

#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <utility>

namespace heddle::link_detail {

namespace {

/// Functions and variables that bodies of \p Unit mention.
struct Mentions {
  llvm::BitVector Functions, Globals;

  explicit Mentions(const Module &Unit)
      : Functions(Unit.Functions.size()), Globals(Unit.Globals.size()) {
    Overloaded Visit{[](const FileId &) {}, [](const TypeId &) {},
                     [](const RecordId &) {},
                     [&](const GlobalId &Id) {
                       if (valid(Id))
                         Globals.set(index(Id));
                     },
                     [&](const FuncId &Id) {
                       if (valid(Id))
                         Functions.set(index(Id));
                     }};
    for (const Function &F : Unit.Functions)
      walkIds(F.Definition, Visit);
    addVirtuals(Unit);
  }

private:
  /// Constructing an object needs its class's vtable, hence its virtuals.
  void addVirtuals(const Module &Unit) {
    llvm::DenseSet<uint32_t> Constructed;
    for (unsigned I : Functions.set_bits()) {
      const Function &F = Unit.Functions[I];
      if (F.Kind == FunctionKind::Constructor && valid(F.Parent))
        Constructed.insert(index(F.Parent));
    }
    for (uint32_t I = 0; I < Unit.Records.size(); ++I)
      if (Unit.Records[I].Polymorphic && Constructed.contains(I))
        for (FuncId Method : Unit.Records[I].Methods)
          if (Unit[Method].Virtual)
            Functions.set(index(Method));
  }
};

/// The symbols of all units, as a linker sees them.
struct Symbols {
  struct Definer {
    uint32_t Unit;
    bool Strong;
  };
  llvm::StringMap<llvm::SmallVector<Definer, 1>> Definers;
  std::vector<std::vector<llvm::StringRef>> Undefined; ///< of each unit
  llvm::BitVector HasMain;

  explicit Symbols(llvm::ArrayRef<Module> Units)
      : Undefined(Units.size()), HasMain(Units.size()) {
    for (uint32_t I = 0; I < Units.size(); ++I)
      read(Units[I], I);
  }

private:
  void read(const Module &Unit, uint32_t Number) {
    Mentions Used(Unit);
    for (uint32_t I = 0; I < Unit.Functions.size(); ++I) {
      const Function &F = Unit.Functions[I];
      if (isMain(F))
        HasMain.set(Number);
      if (F.InternalLinkage || F.Usr.empty())
        continue;
      if (F.Definition)
        Definers[F.Usr].push_back({Number, !F.Inline && !F.Implicit});
      else if (Used.Functions[I] && !F.System)
        Undefined[Number].push_back(F.Usr);
    }
    for (uint32_t I = 0; I < Unit.Globals.size(); ++I) {
      const Global &G = Unit.Globals[I];
      if (G.InternalLinkage || G.Usr.empty())
        continue;
      if (G.Defined)
        Definers[G.Usr].push_back({Number, true});
      else if (Used.Globals[I] && !G.System)
        Undefined[Number].push_back(G.Usr);
    }
  }
};

/// How many leading folders two paths share.
size_t closeness(llvm::StringRef A, llvm::StringRef B) {
  size_t Folders = 0;
  for (size_t I = 0; I < std::min(A.size(), B.size()) && A[I] == B[I]; ++I)
    Folders += A[I] == '/';
  return Folders;
}

/// Finds what one program needs, starting from its root unit.
class Closure {
public:
  Closure(llvm::ArrayRef<Module> Units, const Symbols &Table)
      : Units(Units), Table(Table) {}

  UnitGroup from(uint32_t Root) {
    UnitGroup Group;
    llvm::BitVector In(Units.size());
    llvm::SmallVector<uint32_t> Work = {Root};
    In.set(Root);
    while (!Work.empty()) {
      uint32_t Unit = Work.pop_back_val();
      for (llvm::StringRef Usr : Table.Undefined[Unit]) {
        uint32_t Definer = choose(Usr, Root, In, Group);
        if (Definer == UINT32_MAX || In[Definer])
          continue;
        In.set(Definer);
        Work.push_back(Definer);
      }
    }
    for (unsigned Unit : In.set_bits())
      Group.Units.push_back(Unit);
    return Group;
  }

private:
  uint32_t choose(llvm::StringRef Usr, uint32_t Root, const llvm::BitVector &In,
                  UnitGroup &Group) const {
    auto It = Table.Definers.find(Usr);
    if (It == Table.Definers.end())
      return UINT32_MAX;
    uint32_t Best = UINT32_MAX;
    std::pair<size_t, bool> BestRank;
    bool Tie = false;
    for (auto [Unit, Strong] : It->second) {
      if (In[Unit])
        return Unit; // linked already
      // Another program's main can't be linked in.
      if (Table.HasMain[Unit])
        continue;
      std::pair<size_t, bool> Rank(
          closeness(Units[Unit].Name, Units[Root].Name), Strong);
      Tie = Best != UINT32_MAX && Rank == BestRank ? Strong : Tie;
      if (Best == UINT32_MAX || Rank > BestRank) {
        Best = Unit;
        BestRank = Rank;
        Tie = false;
      }
    }
    if (Tie)
      Group.Notes.push_back("several units define " + Usr.str() + "; " +
                            Units[Best].Name + " is taken");
    return Best;
  }

  llvm::ArrayRef<Module> Units;
  const Symbols &Table;
};

/// The folder that all units of a library share, or the one unit's name.
std::string libraryName(llvm::ArrayRef<Module> Units, const UnitGroup &Group) {
  llvm::StringRef Common = Units[Group.Units.front()].Name;
  if (Group.Units.size() == 1)
    return Common.str();
  for (uint32_t Unit : Group.Units) {
    llvm::StringRef Name = Units[Unit].Name;
    size_t Shared = 0;
    while (Shared < std::min(Common.size(), Name.size()) &&
           Common[Shared] == Name[Shared])
      ++Shared;
    Common = Common.take_front(Shared);
  }
  size_t Slash = Common.rfind('/');
  return Slash == llvm::StringRef::npos || Slash == 0
             ? "library"
             : Common.take_front(Slash).str();
}

/// Libraries under construction: units without a program, put together as long
/// as no two define the same symbol.
class Libraries {
public:
  Libraries(llvm::ArrayRef<Module> Units, const Symbols &Table)
      : Units(Units), Strong(Units.size()) {
    for (const auto &Entry : Table.Definers)
      for (auto [Unit, IsStrong] : Entry.second)
        if (IsStrong && Entry.second.size() > 1)
          Strong[Unit].push_back(Entry.first());
  }

  void add(const UnitGroup &Group) {
    for (Bin &B : Bins)
      if (fits(B, Group))
        return put(B, Group);
    put(Bins.emplace_back(), Group);
  }

  void finish(std::vector<UnitGroup> &Out) {
    for (Bin &B : Bins) {
      UnitGroup Group;
      Group.IsLibrary = true;
      Group.Notes = std::move(B.Notes);
      Group.Units.assign(B.Members.begin(), B.Members.end());
      std::sort(Group.Units.begin(), Group.Units.end());
      Group.Name = libraryName(Units, Group);
      Out.push_back(std::move(Group));
    }
  }

private:
  struct Bin {
    llvm::DenseSet<uint32_t> Members;
    llvm::StringMap<uint32_t> Owner; ///< of symbols that several units define
    std::vector<std::string> Notes;
  };

  bool fits(const Bin &B, const UnitGroup &Group) const {
    for (uint32_t Unit : Group.Units)
      for (llvm::StringRef Usr : Strong[Unit])
        if (auto It = B.Owner.find(Usr);
            It != B.Owner.end() && It->second != Unit)
          return false;
    return true;
  }
  void put(Bin &B, const UnitGroup &Group) {
    for (uint32_t Unit : Group.Units) {
      B.Members.insert(Unit);
      for (llvm::StringRef Usr : Strong[Unit])
        B.Owner[Usr] = Unit;
    }
    B.Notes.insert(B.Notes.end(), Group.Notes.begin(), Group.Notes.end());
  }

  llvm::ArrayRef<Module> Units;
  std::vector<std::vector<llvm::StringRef>> Strong; ///< contested, per unit
  std::vector<Bin> Bins;
};

} // namespace

bool isMain(const Function &F) {
  return F.Definition && F.Kind == FunctionKind::Plain && F.Name == "main" &&
         !F.InternalLinkage;
}

std::vector<UnitGroup> partition(llvm::ArrayRef<Module> Units) {
  Symbols Table(Units);
  Closure Needs(Units, Table);
  std::vector<UnitGroup> Groups;
  llvm::BitVector Placed(Units.size());
  auto Close = [&](uint32_t Root) {
    UnitGroup Group = Needs.from(Root);
    for (uint32_t Unit : Group.Units)
      Placed.set(Unit);
    return Group;
  };
  for (unsigned Root : Table.HasMain.set_bits()) {
    Groups.push_back(Close(Root));
    Groups.back().Name = Units[Root].Name;
  }
  Libraries Rest(Units, Table);
  for (uint32_t Unit = 0; Unit < Units.size(); ++Unit)
    if (!Placed[Unit])
      Rest.add(Close(Unit));
  Rest.finish(Groups);
  return Groups;
}

} // namespace heddle::link_detail
