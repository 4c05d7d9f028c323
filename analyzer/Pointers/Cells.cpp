//===- Cells.cpp - The table of objects and their parts -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Pointers/Cells.h"

#include "analyzer/Model/PseudoFields.h"

#include <algorithm>
#include <cassert>

namespace heddle::pointers {

CellTable::CellTable(const Module &M, unsigned MaxDepth)
    : M(M), MaxDepth(MaxDepth), TypeOfRecord(M.Records.size(), TypeId::None) {
  for (uint32_t I = 0; I < M.Types.size(); ++I) {
    const Type &T = M.Types[I];
    if (T.Kind == TypeKind::Record && !T.Const &&
        !valid(TypeOfRecord[index(T.Record)]))
      TypeOfRecord[index(T.Record)] = static_cast<TypeId>(I);
  }
}

ObjectId CellTable::addObject(MemObject Object) {
  auto Id = static_cast<ObjectId>(Objects.size());
  auto Root = static_cast<CellId>(Cells.size());
  Cell &C = Cells.emplace_back();
  C.Object = Id;
  C.Type = Object.Type;
  Objects.push_back({std::move(Object), Root});
  return Id;
}

ObjectId CellTable::external(TypeId Type) {
  if (RecordId Record = recordOf(Type); valid(Record))
    return external(Record);
  auto [It, New] = ExternalByType.try_emplace(static_cast<uint32_t>(Type));
  if (New) {
    MemObject Object;
    Object.Kind = ObjectKind::External;
    Object.Type = Type;
    Object.Multiple = true;
    It->second = addObject(std::move(Object));
  }
  return It->second;
}

ObjectId CellTable::external(RecordId Record) {
  auto [It, New] = ExternalByRecord.try_emplace(index(Record));
  if (New) {
    MemObject Object;
    Object.Kind = ObjectKind::External;
    Object.Type = TypeOfRecord[index(Record)];
    Object.Multiple = true;
    It->second = addObject(std::move(Object));
  }
  return It->second;
}

RecordId CellTable::recordOf(TypeId Id) const {
  while (isArray(Id))
    Id = M[Id].Elem;
  return valid(Id) && M[Id].Kind == TypeKind::Record ? M[Id].Record
                                                     : RecordId::None;
}

bool CellTable::isByte(TypeId Id) const {
  if (!valid(Id))
    return true;
  const Type &T = M[Id];
  return T.Kind == TypeKind::Void || T.Kind == TypeKind::Opaque ||
         (T.SizeBytes == 1 &&
          (T.Kind == TypeKind::Int || T.Kind == TypeKind::Enum));
}

bool CellTable::derives(RecordId D, RecordId Base) const {
  if (!valid(D) || !valid(Base))
    return false;
  if (D == Base)
    return true;
  if (M[D].Bases.empty())
    return false;
  auto Key = std::make_pair(index(D), index(Base));
  if (auto It = Derived.find(Key); It != Derived.end())
    return It->second;
  // Invalid code can make a class its own base; the entry ends that.
  Derived[Key] = false;
  bool Found =
      std::any_of(M[D].Bases.begin(), M[D].Bases.end(),
                  [&](const BaseClass &B) { return derives(B.Record, Base); });
  return Derived[Key] = Found;
}

// ---- Making cells ----------------------------------------------------------

CellId CellTable::find(CellId Id, const CellStep &S) const {
  auto It = ChildOf.find({Id, S});
  return It == ChildOf.end() ? CellId::None : It->second;
}

/// A container can hold, at some depth, objects of the type it lies in (a JSON
/// value): the second such level stands for all below it.
CellId CellTable::enclosingTwin(CellId Parent, TypeId Type) const {
  RecordId Record = recordOf(Type);
  if (!valid(Record))
    return CellId::None;
  CellId Nearest = CellId::None;
  unsigned Twins = 0;
  for (CellId C = Parent; valid(C); C = parent(C))
    if (recordOf(typeOf(C)) == Record && !isArray(typeOf(C))) {
      Nearest = valid(Nearest) ? Nearest : C;
      ++Twins;
    }
  return Twins >= 2 ? Nearest : CellId::None;
}

/// Memory that is seen as now one class and now another (a buffer of messages)
/// gets the parts of all of them, and what is copied between two such objects
/// the parts of parts: as many as there are names to the power of MaxDepth.
/// The members of an object and theirs are kept apart in any case.
/// Where many such objects are copied into each other, that is enough to keep
/// memory small, but not time: libzmq still takes minutes.
bool CellTable::isCrowded(ObjectId Object, CellId Parent) const {
  constexpr uint32_t MaxParts = 512, Kept = 2;
  return Objects[index(Object)].Parts >= MaxParts &&
         Cells[index(Parent)].Depth >= Kept;
}

CellId CellTable::child(CellId Parent, const CellStep &S, TypeId Type) {
  if (CellId Known = find(Parent, S); valid(Known)) {
    // Who spoke of it first may not have known its type.
    if (!valid(typeOf(Known)))
      Cells[index(Known)].Type = Type;
    return Known;
  }
  CellId Merged = enclosingTwin(Parent, Type);
  if (!valid(Merged) && (Cells[index(Parent)].Depth >= MaxDepth ||
                         isCrowded(objectOf(Parent), Parent))) {
    Merged = Parent;
    ++Collapsed;
  }
  if (valid(Merged)) {
    Cells[index(Merged)].Summary = true;
    return connect(Parent, S, Merged);
  }
  auto Id = static_cast<CellId>(Cells.size());
  Cell C;
  C.Object = objectOf(Parent);
  C.Parent = Parent;
  C.Step = S;
  C.Type = Type;
  C.Depth = Cells[index(Parent)].Depth + 1;
  C.Summary = (S.IsElement && S.Index < 0) ||
              (!S.IsElement && (S.Field == pseudo(PseudoField::Element) ||
                                S.Field == pseudo(PseudoField::Key)));
  ++Objects[index(C.Object)].Parts;
  Cells.push_back(std::move(C));
  Cells[index(Parent)].Children.push_back(Id);
  return connect(Parent, S, Id);
}

CellId CellTable::connect(CellId Parent, const CellStep &S, CellId To) {
  Cells[index(Parent)].Links.push_back(Links.size());
  Links.push_back({Parent, S, To});
  return ChildOf[{Parent, S}] = To;
}

CellId CellTable::fieldChild(CellId Parent, FieldRef Field, TypeId Hint) {
  CellStep S;
  S.Field = Field;
  TypeId Type = Hint;
  if (!isPseudo(Field) && Field.Index < M[Field.Record].Fields.size())
    Type = M[Field.Record].Fields[Field.Index].Type;
  return child(Parent, S, Type);
}

CellId CellTable::element(CellId Array, int64_t Index) {
  const Type &T = M[typeOf(Array)];
  bool Known = Index >= 0 && Index < MaxConstantIndex &&
               (T.Count == 0 || static_cast<uint64_t>(Index) < T.Count);
  CellStep S;
  S.IsElement = true;
  TypeId Elem = T.Elem;
  // The element that stands for any comes first: others are tied to it.
  CellId Any = child(Array, S, Elem);
  if (!Known)
    return Any;
  S.Index = Index;
  return child(Array, S, Elem);
}

CellId CellTable::follow(CellId From, const Step &S) {
  switch (object(objectOf(From)).Kind) {
  case ObjectKind::Unknown:
    return From;
  case ObjectKind::Function:
  case ObjectKind::Thread:
    return CellId::None;
  case ObjectKind::String:
    return S.Kind == Step::StepKind::Field ? CellId::None : From;
  default:
    break;
  }
  switch (S.Kind) {
  case Step::StepKind::Field:
    return followField(From, S);
  case Step::StepKind::Into:
    if (isArray(typeOf(From)))
      return element(From, S.Index);
    [[fallthrough]];
  case Step::StepKind::Along:
    return along(From, S);
  }
  return CellId::None;
}

CellId CellTable::along(CellId From, const Step &S) {
  CellStep Own = stepOf(From);
  if (S.Bytes && !isByte(typeOf(From))) {
    // To another element, or another member, which viewAs() finds by its type.
    if (valid(parent(From)) && Own.IsElement && S.Index != 0)
      return element(parent(From), -1);
    return From;
  }
  if (isArray(typeOf(From)) && recordOf(S.Hint) == recordOf(typeOf(From)) &&
      !isArray(S.Hint))
    return element(From, S.Index); // the array has decayed
  if (valid(parent(From)) && Own.IsElement) {
    if (S.Index == 0)
      return From;
    // The array has elements of one size, and the pointer moves by another.
    bool Fits = sizeOf(typeOf(From)) == sizeOf(S.Hint) ||
                sizeOf(typeOf(From)) == 0 || sizeOf(S.Hint) == 0;
    bool Known = Own.Index >= 0 && S.Index > 0 && Fits;
    return element(parent(From), Known ? Own.Index + S.Index : -1);
  }
  // A pointer to a single object that is used like an array: the object is
  // one (malloc'd), and all its elements are this cell.
  if (S.Index != 0 && !S.IfAny)
    summarise(From);
  return From;
}

uint32_t CellTable::sizeOf(TypeId Id) const {
  return valid(Id) ? M[Id].SizeBytes : 0;
}

CellId CellTable::followField(CellId From, const Step &S) {
  if (isArray(typeOf(From)))
    From = element(From, -1);
  if (isPseudo(S.Field))
    return fieldChild(From, S.Field, S.Hint);
  TypeId Type = typeOf(From);
  RecordId Record = recordOf(Type);
  if (!valid(Record))
    return !valid(Type) || isByte(Type) ? fieldChild(From, S.Field, S.Hint)
                                        : viewAs(From, S.Field);
  if (derives(Record, S.Field.Record) || !M[Record].Complete)
    return fieldChild(From, S.Field, S.Hint);
  return viewAs(From, S.Field);
}

/// \p From is no object of the class that \p Field belongs to. Which part of
/// memory can the program mean?
CellId CellTable::viewAs(CellId From, FieldRef Field) {
  // Back from a member to the object around it: container_of.
  for (CellId Up = parent(From); valid(Up); Up = parent(Up))
    if (derives(recordOf(typeOf(Up)), Field.Record) && !isArray(typeOf(Up)))
      return fieldChild(Up, Field, TypeId::None);
  const MemObject &Object = object(objectOf(From));
  RecordId Record = recordOf(typeOf(From));
  // The world outside may hand in an object of any derived class.
  if (Object.Kind == ObjectKind::External && !valid(parent(From)) &&
      derives(Field.Record, Record))
    return fieldChild(root(external(Field.Record)), Field, TypeId::None);
  if (!valid(Record))
    return CellId::None;
  // C's inheritance: a struct seen through its first member.
  if (CellId First = firstMember(From, Field.Record, 4); valid(First))
    return fieldChild(First, Field, TypeId::None);
  // Structs with a common beginning. Classes with bases have no such rule.
  const heddle::Record &View = M[Field.Record];
  if (!M[Record].Bases.empty() || !View.Bases.empty() ||
      Field.Index >= View.Fields.size())
    return CellId::None;
  const heddle::Field &Member = View.Fields[Field.Index];
  return atOffset(From, Member.OffsetBits, Member.Type, 4);
}

CellId CellTable::firstMember(CellId From, RecordId Wanted, unsigned Depth) {
  RecordId Record = recordOf(typeOf(From));
  if (!valid(Record) || Depth == 0)
    return CellId::None;
  for (uint32_t I = 0; I < M[Record].Fields.size(); ++I) {
    const heddle::Field &Member = M[Record].Fields[I];
    RecordId Inner = recordOf(Member.Type);
    if (Member.OffsetBits != 0 || !valid(Inner) || isArray(Member.Type))
      continue;
    CellId Part = fieldChild(From, {Record, I}, TypeId::None);
    if (derives(Inner, Wanted))
      return Part;
    if (CellId Deeper = firstMember(Part, Wanted, Depth - 1); valid(Deeper))
      return Deeper;
  }
  return CellId::None;
}

CellId CellTable::atOffset(CellId From, uint64_t Bits, TypeId Type,
                           unsigned Depth) {
  RecordId Record = recordOf(typeOf(From));
  if (!valid(Record) || !valid(Type) || Depth == 0 || isArray(typeOf(From)))
    return CellId::None;
  for (uint32_t I = 0; I < M[Record].Fields.size(); ++I) {
    const heddle::Field &Member = M[Record].Fields[I];
    uint64_t Size = valid(Member.Type) ? M[Member.Type].SizeBytes * 8ull : 0;
    if (Bits < Member.OffsetBits || Bits >= Member.OffsetBits + Size)
      continue;
    if (Bits == Member.OffsetBits && M[Member.Type].Kind == M[Type].Kind &&
        M[Member.Type].SizeBytes == M[Type].SizeBytes)
      return fieldChild(From, {Record, I}, TypeId::None);
    if (valid(recordOf(Member.Type)))
      return atOffset(fieldChild(From, {Record, I}, TypeId::None),
                      Bits - Member.OffsetBits, Type, Depth - 1);
  }
  return CellId::None;
}

// ---- Comparing cells -------------------------------------------------------

std::vector<CellId> CellTable::pathOf(CellId Id) const {
  std::vector<CellId> Path;
  for (; valid(Id); Id = parent(Id))
    Path.push_back(Id);
  std::reverse(Path.begin(), Path.end());
  return Path;
}

/// A and B are members of one object (or of elements of one array).
Overlap CellTable::compareFields(CellId Parent, CellId A, CellId B) const {
  FieldRef L = stepOf(A).Field, R = stepOf(B).Field;
  if (isPseudo(L) || isPseudo(R))
    return Overlap::None;
  if (L.Record == R.Record) {
    const Record &Class = M[L.Record];
    if (Class.Kind == RecordKind::Union)
      return Overlap::View;
    // [intro.memory] adjacent bit-fields are one memory location.
    auto [First, Last] = std::minmax(L.Index, R.Index);
    for (uint32_t I = First; I <= Last; ++I)
      if (I >= Class.Fields.size() || Class.Fields[I].BitWidth == 0)
        return Overlap::None;
    return Overlap::BitField;
  }
  RecordId Whole = recordOf(typeOf(Parent));
  bool BothBases = derives(Whole, L.Record) && derives(Whole, R.Record);
  if (BothBases || derives(L.Record, R.Record) || derives(R.Record, L.Record))
    return Overlap::None;
  if (L.Index >= M[L.Record].Fields.size() ||
      R.Index >= M[R.Record].Fields.size())
    return Overlap::View;
  // Two views of memory without a type, which both begin at the parent's first
  // byte: offsets tell.
  const heddle::Field &FieldA = M[L.Record].Fields[L.Index];
  const heddle::Field &FieldB = M[R.Record].Fields[R.Index];
  auto EndOf = [&](const heddle::Field &F) {
    uint64_t Size = valid(F.Type) ? M[F.Type].SizeBytes * 8ull : 0;
    return Size ? F.OffsetBits + (F.BitWidth ? F.BitWidth : Size) : UINT64_MAX;
  };
  bool Apart =
      EndOf(FieldA) <= FieldB.OffsetBits || EndOf(FieldB) <= FieldA.OffsetBits;
  return Apart ? Overlap::None : Overlap::View;
}

Overlap CellTable::overlap(CellId A, CellId B) const {
  if (A == B)
    return Overlap::Same;
  if (objectOf(A) != objectOf(B))
    return Overlap::None;
  std::vector<CellId> L = pathOf(A), R = pathOf(B);
  for (size_t I = 1; I < std::min(L.size(), R.size()); ++I) {
    CellStep SL = stepOf(L[I]), SR = stepOf(R[I]);
    if (SL == SR)
      continue;
    if (SL.IsElement != SR.IsElement)
      return Overlap::View;
    if (!SL.IsElement)
      return compareFields(L[I - 1], L[I], R[I]);
    if (SL.Index >= 0 && SR.Index >= 0)
      return Overlap::None;
  }
  return Overlap::Part;
}

// ---- Names -----------------------------------------------------------------

std::string CellTable::rootName(const MemObject &Object, bool HasFields) const {
  if (!Object.Name.empty())
    return Object.Name;
  RecordId Record = recordOf(Object.Type);
  switch (Object.Kind) {
  case ObjectKind::Heap:
  case ObjectKind::External:
  case ObjectKind::Exception:
  case ObjectKind::Argument:
    // One name for all objects of a class: which of them it is, the site says.
    if (valid(Record))
      return HasFields ? M[Record].Spelling : M[Record].Spelling + " object";
    break;
  default:
    break;
  }
  std::string In;
  if (valid(Object.Site.Func))
    In = " in " + M[Object.Site.Func].Spelling;
  switch (Object.Kind) {
  case ObjectKind::Heap:
    return "memory allocated" + In;
  case ObjectKind::Argument:
    return "copied argument" + In;
  case ObjectKind::Exception:
    return "exception thrown" + In;
  case ObjectKind::External:
    return "memory of the caller";
  default:
    return "unknown memory";
  }
}

std::string CellTable::displayName(CellId Id) const {
  std::vector<CellId> Path = pathOf(Id);
  const MemObject &Object = object(objectOf(Id));
  std::string Rest;
  for (size_t I = 1; I < Path.size(); ++I) {
    CellStep S = stepOf(Path[I]);
    if (S.IsElement) {
      Rest += S.Index < 0 ? "[]" : "[" + std::to_string(S.Index) + "]";
    } else if (S.Field == pseudo(PseudoField::Element)) {
      Rest += "[]";
    } else if (!isNameless(M, S.Field)) {
      Rest += "." + M[S.Field.Record].Fields[S.Field.Index].Name;
    }
  }
  bool Typed = Object.Name.empty() && !Rest.empty() && Rest[0] == '.' &&
               valid(recordOf(Object.Type));
  if (Typed) // `Account::Balance`: a member of some Account
    Rest = "::" + Rest.substr(1);
  if (isSummary(Path[0]) && !Typed && Object.Kind == ObjectKind::Heap)
    Rest = "[]" + Rest;
  return rootName(Object, !Rest.empty()) + Rest;
}

} // namespace heddle::pointers
