//===- Type.h - Types and declarations -----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a program declares: types with their layout, classes, variables. A
/// declaration is named by its USR (Clang's Unified Symbol Resolution), which
/// is the same in every translation unit that sees it; linkage-local names
/// carry the file they belong to. `Name` is the qualified name without
/// template arguments, the key that Specs match on; `Spelling` is what people
/// read.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_TYPE_H
#define HEDDLE_MODEL_TYPE_H

#include "analyzer/Model/Ids.h"
#include "analyzer/Model/Position.h"

#include <cstdint>
#include <string>
#include <vector>

namespace heddle {

enum class TypeKind : uint8_t {
  Void,
  Bool,
  Int,
  Float,
  Complex,
  NullPtr,
  Pointer,         ///< Elem = pointee
  LValueReference, ///< Elem = referent; an object of this type holds an address
  RValueReference,
  MemberPointer, ///< Elem = member's type, Record = class
  Array,         ///< Elem, Count (0: unknown or variable length)
  Vector,        ///< SIMD: Elem, Count
  Record,        ///< Record
  Enum,          ///< Elem = underlying integer
  Function,      ///< Elem = result, Params
  Atomic,        ///< _Atomic(Elem); std::atomic is a Record
  Opaque,        ///< nothing known (dependent or erroneous)
};

struct Type {
  TypeKind Kind = TypeKind::Opaque;
  bool Signed = false;    ///< Int, Enum
  bool Const = false;     ///< const-qualified at top level
  bool Volatile = false;  ///< volatile-qualified at top level
  bool Variadic = false;  ///< Function
  uint32_t SizeBytes = 0; ///< 0: incomplete or unknown
  uint32_t AlignBytes = 0;
  TypeId Elem = TypeId::None;
  RecordId Record = RecordId::None;
  uint64_t Count = 0;
  std::vector<TypeId> Params;
  std::string Spelling; ///< as the program's author would write it

  friend bool operator==(const Type &, const Type &) = default;
};

/// Facts stated with Clang's thread-safety attributes.
enum class AttributeKind : uint8_t {
  Capability,
  ScopedCapability,
  GuardedBy,
  PtGuardedBy,
  AcquiredBefore,
  AcquiredAfter,
  Requires,
  RequiresShared,
  Acquire,
  AcquireShared,
  Release,
  ReleaseShared,
  ReleaseGeneric,
  TryAcquire,
  TryAcquireShared,
  Excludes,
  AssertHeld,
  AssertHeldShared,
  ReturnCapability,
  NoThreadSafetyAnalysis,
};

/// A member of a class by declaring class and index. Base-class layers are not
/// part of a path: `d.x` names Base's x wherever Base sits in D. Pseudo fields
/// (see Place.h) stand for the hidden state of library classes.
struct FieldRef {
  RecordId Record = RecordId::None;
  uint32_t Index = 0;
  friend auto operator<=>(const FieldRef &, const FieldRef &) = default;
};

/// The lock expression of an attribute: a root and the members followed from
/// it. Text is what the author wrote and all there is for Root::Other.
struct AttributePath {
  enum class RootKind : uint8_t { This, Param, Global, Other };
  RootKind Root = RootKind::Other;
  uint32_t Param = 0; ///< index among the declared parameters
  GlobalId Global = GlobalId::None;
  std::vector<FieldRef> Fields;
  bool Negative = false; ///< written `!mu`
  std::string Text;
  friend bool operator==(const AttributePath &,
                         const AttributePath &) = default;
};

struct Attribute {
  AttributeKind Kind = AttributeKind::Capability;
  std::vector<AttributePath> Args;
  int64_t SuccessValue = 1; ///< TryAcquire*
  friend bool operator==(const Attribute &, const Attribute &) = default;
};

enum class AccessSpecifier : uint8_t { Public, Protected, Private };

struct Field {
  std::string Name; ///< empty for anonymous members
  TypeId Type = TypeId::None;
  uint64_t OffsetBits = 0;
  uint32_t BitWidth = 0; ///< 0: not a bit-field
  AccessSpecifier Access = AccessSpecifier::Public;
  bool Mutable = false;
  /// For a lambda's fields: captured by reference (the field's type is then
  /// a reference) or the enclosing object's `this`.
  bool CaptureByRef = false;
  bool CaptureThis = false;
  std::vector<Attribute> Attributes;
  DeclPosition Pos;
  friend bool operator==(const Field &, const Field &) = default;
};

struct BaseClass {
  RecordId Record = RecordId::None;
  uint64_t OffsetBits = 0;
  bool Virtual = false;
  AccessSpecifier Access = AccessSpecifier::Public;
  friend bool operator==(const BaseClass &, const BaseClass &) = default;
};

enum class RecordKind : uint8_t { Struct, Class, Union, Lambda };

struct TemplateArg {
  TypeId Type = TypeId::None; ///< a type argument, or the type of a value
  bool IsValue = false;
  int64_t Value = 0; ///< integral arguments
  std::string Spelling;
  friend bool operator==(const TemplateArg &, const TemplateArg &) = default;
};

struct Record {
  std::string Usr;
  std::string Name;     ///< `std::vector`
  std::string Spelling; ///< `std::vector<int>`
  RecordKind Kind = RecordKind::Struct;
  bool Complete = false;
  bool System = false; ///< declared in a system header
  bool Polymorphic = false;
  bool TriviallyCopyable = false;
  uint32_t SizeBytes = 0;
  uint32_t AlignBytes = 0;
  std::vector<TemplateArg> TemplateArgs;
  std::vector<BaseClass> Bases;
  std::vector<Field> Fields;
  std::vector<FuncId> Methods; ///< incl. constructors; those known in this TU
  FuncId Destructor = FuncId::None;
  std::vector<FuncId> CallOperators;
  std::vector<Attribute> Attributes;
  DeclPosition Pos;
  friend bool operator==(const Record &, const Record &) = default;
};

enum class StorageKind : uint8_t {
  Global, ///< namespace scope or file scope
  StaticMember,
  FunctionStatic, ///< Owner is the function; initialised once, thread-safe in
                  ///< C++
};

struct Global {
  std::string Usr;
  std::string Name;
  std::string Spelling;
  TypeId Type = TypeId::None;
  StorageKind Storage = StorageKind::Global;
  bool ThreadLocal = false;
  bool Const = false; ///< never written after initialisation
  bool InternalLinkage = false;
  bool Defined = false; ///< false: `extern` here, defined elsewhere
  bool System = false;
  FuncId Owner = FuncId::None;
  /// Synthetic function that runs the dynamic initialiser (and, as
  /// `Teardown`, the destructor); None when initialised statically.
  FuncId Init = FuncId::None;
  FuncId Teardown = FuncId::None;
  bool HasStaticValue = false; ///< StaticValue holds the initial value
  int64_t StaticValue = 0;
  std::vector<Attribute> Attributes;
  DeclPosition Pos;
  friend bool operator==(const Global &, const Global &) = default;
};

} // namespace heddle

#endif // HEDDLE_MODEL_TYPE_H
