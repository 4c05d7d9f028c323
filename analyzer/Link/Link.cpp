//===- Link.cpp - Translation units linked into programs ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A race is between two places, and they are as likely as not in two files.
// So everything that looks at more than one function looks at a Program: a
// Module in which each entity exists once. Making one is what a linker does,
// with three differences.
//
// 1. Nobody says what belongs together. A directory may hold one program, a
//    library with forty tests, or sixty students' answers to one exercise. A
//    program is what a `main` needs (Partition.cpp): from the unit with `main`
//    along undefined symbols to the units that define them. For example
//
//        bank.cpp   main() calls deposit(int)
//        teller.cpp defines deposit(int), uses extern Account Safe
//        safe.cpp   defines Safe
//        test.cpp   another main, calls deposit(int)
//
//    makes two programs: bank.cpp + teller.cpp + safe.cpp and test.cpp +
//    teller.cpp + safe.cpp. What is left over is a library: nobody knows who
//    calls it and from which threads, so its entries are all functions that
//    others could call, and the ledger says that this was assumed.
//
// 2. Not only symbols are joined but everything that has a name in the source:
//    classes, types, files. Entities with linkage are found by USR; types,
//    which have no names, by structure (Merge.cpp). An inline function that a
//    hundred units saw is kept once, and its copies compared by their content
//    hash: when they differ, which a linker does not notice, the ledger says
//    so, because then it is not known which of them runs.
//
// 3. Nothing is an error. What can't be resolved stays a declaration without a
//    body, and whoever calls it finds that out there.
//
// Units come in an order and everything here keeps it: ids of the program, the
// order of static initialisers, which of several definitions wins. The same
// inputs give the same bytes.
//
//===----------------------------------------------------------------------===//

#include "analyzer/Link/Merge.h"
#include "analyzer/Link/Partition.h"
#include "analyzer/Link/Program.h"
#include "analyzer/Link/Specialise.h"
#include "analyzer/Link/Throwing.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <set>
#include <utility>

namespace heddle {

using namespace link_detail;

namespace {

/// Can who knows nothing but a base class call \p F? What is private, or of a
/// class in an unnamed namespace, is called through the base all the same.
bool overridesVisible(const Module &M, const Function &F) {
  return llvm::any_of(F.Overrides, [&](FuncId Id) {
    const Function &Base = M[Id];
    return (!Base.InternalLinkage && Base.Access == AccessSpecifier::Public) ||
           overridesVisible(M, Base);
  });
}

/// Can code outside the program call \p F? For C every function with external
/// linkage; for C++ those that are no private matter of a class.
bool isLibraryEntry(const Module &M, const Function &F) {
  if (!F.Definition || F.Implicit || F.System)
    return false;
  if (overridesVisible(M, F))
    return true;
  if (F.InternalLinkage)
    return false;
  switch (F.Kind) {
  case FunctionKind::LambdaCall:
  case FunctionKind::GlobalInit:
  case FunctionKind::GlobalTeardown:
    return false;
  default:
    break;
  }
  if (!valid(F.Parent))
    return true;
  return F.Access == AccessSpecifier::Public &&
         M[F.Parent].Kind != RecordKind::Lambda;
}

void findEntries(Program &P) {
  for (uint32_t I = 0; I < P.M.Functions.size(); ++I)
    if (isMain(P.M.Functions[I]))
      P.Main = static_cast<FuncId>(I);
  if (valid(P.Main)) {
    P.Entries = {P.Main};
    return;
  }
  for (uint32_t I = 0; I < P.M.Functions.size(); ++I)
    if (isLibraryEntry(P.M, P.M.Functions[I]))
      P.Entries.push_back(static_cast<FuncId>(I));
  P.Gaps.add({LedgerKind::NoMain,
              {},
              {},
              "no main in " + P.Name +
                  ": every function that others can call is taken for an "
                  "entry"});
}

void findStaticInits(Program &P) {
  for (GlobalId Id : P.M.InitOrder) {
    const Global &G = P.M[Id];
    // A static of a function is initialised when the function first runs.
    if (valid(G.Init) && G.Storage != StorageKind::FunctionStatic)
      P.StaticInits.push_back(G.Init);
  }
}

void noteGaps(Program &P) {
  for (const CompileDiagnostic &D : P.M.Diagnostics)
    if (D.Severity >= DiagnosticSeverity::Error)
      P.Gaps.add({LedgerKind::CompileError, {}, D.Pos, D.Message});
  for (const NotLowered &Gap : P.M.Gaps)
    P.Gaps.add(
        {LedgerKind::NotLowered, {}, Gap.Pos, Gap.What + ": " + Gap.Why});
}

Program build(UnitGroup Group, std::vector<Module> Units) {
  Program P;
  P.Name = std::move(Group.Name);
  P.M.Name = P.Name;
  P.M.Lang = Language::C;
  P.M.Data = Units.front().Data;
  for (std::string &Note : Group.Notes)
    P.Gaps.add({LedgerKind::Conflict, {}, {}, std::move(Note)});
  Merger Merge(P.M, P.Gaps);
  for (Module &Unit : Units) {
    if (Unit.Lang == Language::Cxx)
      P.M.Lang = Language::Cxx;
    if (Unit.Data != P.M.Data)
      P.Gaps.add({LedgerKind::Conflict,
                  {},
                  {},
                  Unit.Name + " is compiled for another data model"});
    Merge.add(std::move(Unit));
  }
  findEntries(P);
  findStaticInits(P);
  noteGaps(P);
  settleThrowing(P.M);
  specialiseStarters(P);
  return P;
}

/// Two libraries, or a library and a program, may have come to one name.
void makeNamesUnique(std::vector<Program> &Programs) {
  std::set<std::string> Taken;
  for (Program &P : Programs) {
    std::string Name = P.Name;
    for (unsigned N = 2; !Taken.insert(P.Name).second; ++N)
      P.Name = Name + " (" + std::to_string(N) + ")";
    P.M.Name = P.Name;
  }
}

} // namespace

std::vector<Program> link(std::vector<Module> Units) {
  std::vector<UnitGroup> Groups = partition(Units);
  std::vector<unsigned> UsesLeft(Units.size());
  for (const UnitGroup &Group : Groups)
    for (uint32_t Unit : Group.Units)
      ++UsesLeft[Unit];
  std::vector<Program> Programs;
  for (UnitGroup &Group : Groups) {
    std::vector<Module> Parts;
    for (uint32_t Unit : Group.Units) {
      // The last program that needs a unit takes it, others copy.
      if (--UsesLeft[Unit] == 0)
        Parts.push_back(std::move(Units[Unit]));
      else
        Parts.push_back(Units[Unit]);
    }
    Programs.push_back(build(std::move(Group), std::move(Parts)));
  }
  makeNamesUnique(Programs);
  std::sort(Programs.begin(), Programs.end(),
            [](const Program &L, const Program &R) { return L.Name < R.Name; });
  return Programs;
}

} // namespace heddle
