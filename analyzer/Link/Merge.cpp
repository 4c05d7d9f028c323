//===- Merge.cpp - Many modules into one ----------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A unit is added in three steps. First every entity of the unit gets its id
/// in the output, by USR, by path or by structure; types come after records,
/// because records are what makes types recursive. Then every id in the unit
/// is rewritten in place (IdWalk). Then the entries move over, each merged
/// with what the output knows of the same entity.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Link/Merge.h"

#include "analyzer/Link/IdWalk.h"

#include <algorithm>
#include <cassert>

namespace heddle::link_detail {

namespace {

/// Appends ids of \p From that \p To lacks. Lists of methods are short.
template <class IdT>
void unite(std::vector<IdT> &To, const std::vector<IdT> &From) {
  for (IdT Id : From)
    if (std::find(To.begin(), To.end(), Id) == To.end())
      To.push_back(Id);
}

/// Could two units mean the same class, as far as members and layout go?
/// Compared before ids are mapped, hence by names and numbers only.
bool sameShape(const Record &L, const Record &R) {
  if (!L.Complete || !R.Complete)
    return true;
  return L.SizeBytes == R.SizeBytes &&
         std::equal(L.Fields.begin(), L.Fields.end(), R.Fields.begin(),
                    R.Fields.end(), [](const Field &A, const Field &B) {
                      return A.Name == B.Name && A.OffsetBits == B.OffsetBits &&
                             A.BitWidth == B.BitWidth;
                    });
}

void appendNumber(std::string &Key, uint64_t N) {
  Key.append(reinterpret_cast<const char *>(&N), sizeof N);
}

/// Identity of a type whose ids are mapped already. A class's size is no part
/// of it: units that see only its declaration mean the same type.
std::string typeKey(const Type &T) {
  std::string Key;
  appendNumber(Key, static_cast<uint64_t>(T.Kind) | T.Signed << 8 |
                        T.Const << 9 | T.Volatile << 10 | T.Variadic << 11);
  bool Named = T.Kind == TypeKind::Record || T.Kind == TypeKind::Enum;
  appendNumber(Key, Named ? 0 : T.SizeBytes);
  appendNumber(Key, Named ? 0 : T.AlignBytes);
  appendNumber(Key, static_cast<uint32_t>(T.Elem));
  appendNumber(Key, static_cast<uint32_t>(T.Record));
  appendNumber(Key, T.Count);
  for (TypeId Param : T.Params)
    appendNumber(Key, static_cast<uint32_t>(Param));
  return Key + T.Spelling;
}

template <class IdT> IdT nextId(size_t Size) {
  return static_cast<IdT>(static_cast<uint32_t>(Size));
}

} // namespace

void Merger::add(Module Unit) {
  mapFiles(Unit);
  mapRecords(Unit);
  Map.Types.assign(Unit.Types.size(), TypeId::None);
  for (size_t I = 0; I < Unit.Types.size(); ++I)
    mapType(Unit, nextId<TypeId>(I));
  mapDeclarations(Unit);
  findConflicts(Unit);
  relocate(Unit);
  fillRecords(Unit);
  fillGlobals(Unit);
  fillFunctions(Unit);
  fillRest(Unit);
}

void Merger::mapFiles(const Module &Unit) {
  Map.Files.clear();
  for (const SourceFile &File : Unit.Files) {
    auto [It, New] =
        FileByPath.try_emplace(File.Path, nextId<FileId>(Out.Files.size()));
    if (New)
      Out.Files.push_back(File);
    // A file that is compiled and also included elsewhere is a main file.
    SourceFile &Known = Out.Files[index(It->second)];
    Known.Kind = std::min(Known.Kind, File.Kind);
    Map.Files.push_back(It->second);
  }
}

void Merger::mapRecords(const Module &Unit) {
  Map.Records.clear();
  for (const Record &R : Unit.Records) {
    RecordId Id = RecordId::None;
    std::vector<RecordId> *Variants = nullptr;
    if (!R.Usr.empty()) {
      Variants = &RecordsByUsr[R.Usr];
      for (RecordId Known : *Variants)
        if (!valid(Id) && sameShape(Out[Known], R))
          Id = Known;
    }
    if (!valid(Id)) {
      // One name, two layouts: legal for C's tags, which have no linkage; in
      // C++ it breaks the one-definition rule. Either way they stay apart, so
      // that a member's index means what its unit meant.
      if (Variants && !Variants->empty() && Unit.Lang == Language::Cxx)
        conflict("class '" + R.Spelling + "' has another layout in " +
                     Unit.Name,
                 mapped(R.Pos));
      Id = nextId<RecordId>(Out.Records.size());
      // What sameShape() reads must be there for the unit's own later records.
      Record Shape;
      Shape.Complete = R.Complete;
      Shape.SizeBytes = R.SizeBytes;
      Shape.Fields = R.Fields;
      Out.Records.push_back(std::move(Shape));
      if (Variants)
        Variants->push_back(Id);
    }
    Map.Records.push_back(Id);
  }
}

TypeId Merger::mapType(const Module &Unit, TypeId Id) {
  if (!valid(Id) || valid(Map.Types[index(Id)]))
    return valid(Id) ? Map.Types[index(Id)] : Id;
  Type T = Unit[Id];
  // Terminates: without records, types are finite trees.
  T.Elem = mapType(Unit, T.Elem);
  for (TypeId &Param : T.Params)
    Param = mapType(Unit, Param);
  if (valid(T.Record))
    T.Record = Map.Records[index(T.Record)];
  auto [It, New] =
      TypeByShape.try_emplace(typeKey(T), nextId<TypeId>(Out.Types.size()));
  if (New) {
    Out.Types.push_back(std::move(T));
  } else {
    Type &Known = Out.Types[index(It->second)];
    Known.SizeBytes = std::max(Known.SizeBytes, T.SizeBytes);
    Known.AlignBytes = std::max(Known.AlignBytes, T.AlignBytes);
  }
  return Map.Types[index(Id)] = It->second;
}

void Merger::mapDeclarations(const Module &Unit) {
  auto MapTable = [](const auto &From, auto &To, auto &ByUsr, auto &Ids) {
    using IdT = std::decay_t<decltype(Ids)>::value_type;
    Ids.clear();
    for (const auto &Entry : From) {
      IdT Id = nextId<IdT>(To.size());
      if (!Entry.Usr.empty())
        Id = ByUsr.try_emplace(Entry.Usr, Id).first->second;
      if (index(Id) == To.size())
        To.emplace_back(); // no Usr yet: the mark of an entry not filled
      Ids.push_back(Id);
    }
  };
  MapTable(Unit.Globals, Out.Globals, GlobalByUsr, Map.Globals);
  MapTable(Unit.Functions, Out.Functions, FunctionByUsr, Map.Functions);
  Hashes.resize(Out.Functions.size());
}

void Merger::findConflicts(const Module &Unit) {
  for (size_t I = 0; I < Unit.Functions.size(); ++I) {
    const Function &New = Unit.Functions[I];
    FuncId To = Map.Functions[I];
    const Function &Old = Out[To];
    if (!New.Definition || !Old.Definition)
      continue;
    if (!Hashes[index(To)])
      Hashes[index(To)] = hashFunction(Out, To);
    if (*Hashes[index(To)] != hashFunction(Unit, nextId<FuncId>(I)))
      conflict("function '" + New.Spelling + "' has another body in " +
                   Unit.Name,
               Old.Pos);
  }
}

void Merger::relocate(Module &Unit) {
  auto To = [](auto &Id, const auto &Table) {
    if (valid(Id))
      Id = Table[index(Id)];
  };
  Overloaded Visit{[&](FileId &Id) { To(Id, Map.Files); },
                   [&](TypeId &Id) { To(Id, Map.Types); },
                   [&](RecordId &Id) { To(Id, Map.Records); },
                   [&](GlobalId &Id) { To(Id, Map.Globals); },
                   [&](FuncId &Id) { To(Id, Map.Functions); }};
  walkIds(Unit.Records, Visit);
  walkIds(Unit.Globals, Visit);
  walkIds(Unit.Functions, Visit);
  walkIds(Unit.InitOrder, Visit);
  walkIds(Unit.Diagnostics, Visit);
  walkIds(Unit.Gaps, Visit);
}

void Merger::fillRecords(Module &Unit) {
  for (size_t I = 0; I < Unit.Records.size(); ++I) {
    Record &New = Unit.Records[I];
    Record &Old = Out.Records[index(Map.Records[I])];
    if (Old.Usr.empty()) {
      Old = std::move(New);
      continue;
    }
    if (New.Complete && !Old.Complete)
      std::swap(Old, New);
    // Which members a unit knows depends on what it instantiates.
    unite(Old.Methods, New.Methods);
    unite(Old.CallOperators, New.CallOperators);
    if (!valid(Old.Destructor))
      Old.Destructor = New.Destructor;
    if (Old.Attributes.empty())
      Old.Attributes = std::move(New.Attributes);
  }
}

void Merger::fillGlobals(Module &Unit) {
  for (size_t I = 0; I < Unit.Globals.size(); ++I) {
    Global &New = Unit.Globals[I];
    Global &Old = Out.Globals[index(Map.Globals[I])];
    if (Old.Usr.empty()) {
      Old = std::move(New);
      continue;
    }
    // Prefers the definition, and of C's tentative ones that with a value.
    auto Weight = [](const Global &G) {
      return G.Defined * 2 + (G.HasStaticValue || valid(G.Init));
    };
    if (Weight(New) > Weight(Old))
      std::swap(Old, New);
    Old.Const = Old.Const && New.Const;
    if (Old.Attributes.empty())
      Old.Attributes = std::move(New.Attributes);
  }
}

void Merger::fillFunctions(Module &Unit) {
  for (size_t I = 0; I < Unit.Functions.size(); ++I) {
    Function &New = Unit.Functions[I];
    Function &Old = Out.Functions[index(Map.Functions[I])];
    if (Old.Usr.empty()) {
      Old = std::move(New);
      continue;
    }
    if (New.Definition && !Old.Definition)
      std::swap(Old, New);
    unite(Old.Overrides, New.Overrides);
    Old.NoReturn |= New.NoReturn;
    Old.Virtual |= New.Virtual;
    if (Old.Attributes.empty())
      Old.Attributes = std::move(New.Attributes);
  }
}

void Merger::fillRest(Module &Unit) {
  for (GlobalId Id : Unit.InitOrder)
    if (Ordered.insert(index(Id)).second)
      Out.InitOrder.push_back(Id);
  auto Move = [](auto &From, auto &To) {
    To.insert(To.end(), std::make_move_iterator(From.begin()),
              std::make_move_iterator(From.end()));
  };
  Move(Unit.Diagnostics, Out.Diagnostics);
  Move(Unit.Gaps, Out.Gaps);
}

DeclPosition Merger::mapped(DeclPosition Pos) const {
  if (valid(Pos.File))
    Pos.File = Map.Files[index(Pos.File)];
  return Pos;
}

void Merger::conflict(std::string Text, const DeclPosition &Pos) {
  Gaps.add({LedgerKind::Conflict, {}, Pos, std::move(Text)});
}

} // namespace heddle::link_detail
