//===- Language.h - The language of specs, parsed ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a spec file says, as plain structs: functions, the conditions under
/// which an entry applies, and the effects of a call as a list of small verbs
/// (`acquire: this`, `write: this.$structure`). Nothing here knows YAML, and
/// nothing knows the body that is being rewritten: the loader makes these, the
/// matcher and the emitters read them.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SPECS_LANGUAGE_H
#define HEDDLE_SPECS_LANGUAGE_H

#include "analyzer/Model/Place.h"
#include "analyzer/Specs/Verbs.h"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace heddle::spec {

/// One step of a path after its root.
struct PathStep {
  enum class Kind : uint8_t {
    Deref,    ///< what the pointer (or the library's own kind of pointer, an
              ///< iterator for instance) so far points to
    Pseudo,   ///< `.$element`
    Member,   ///< `.first`, looked up in the record's fields
    Any,      ///< `[]`: some element
    Constant, ///< `[0]`
    Argument, ///< `[arg0]`: the element that the argument says
    Template, ///< `[F0]`: the element that a template argument says
  };
  Kind K = Kind::Deref;
  PseudoField Field = PseudoField::Structure;
  std::string Member;
  int64_t Index = 0; ///< Constant: the index; else which argument
};

/// Memory as a spec names it: `this.$element[arg0]`, `*arg1`. A reference
/// parameter stands for what it refers to, as in C++.
struct Path {
  enum class Root : uint8_t { This, Argument, Result };
  Root From = Root::This;
  uint32_t Argument = 0;
  bool Rest = false; ///< `arg0..`: this argument and each after it, in turn
  std::vector<PathStep> Steps;
};

/// A value as a spec names it.
struct Value {
  enum class Kind : uint8_t {
    Object,  ///< a path: its content, or the object where one is wanted
    Moved,   ///< `move PATH`: as Object, given up by its owner
    Address, ///< `&PATH`
    Integer,
    Null,
    Nondet,
  };
  Kind K = Kind::Nondet;
  Path P; ///< P.Rest: several values, in lists only
  int64_t Integer = 0;
};

/// A type computed from template arguments: `T0`, `T0*`, `T0[]`, `F1`,
/// `pair(T0, T1)`.
struct TypeExpr {
  enum class Kind : uint8_t {
    Class,    ///< template argument Index of the class (of the function, where
              ///< that is no member)
    Function, ///< template argument Index of the function itself
    Argument, ///< the type of a call's argument, without reference
    Pointer,  ///< to Args[0]
    Array,    ///< of Args[0]
    Pointee,  ///< what Args[0], a pointer or iterator, points to
    Element,  ///< what Args[0], an array or a container, holds
    Result,   ///< what Args[0], a function type, returns
    Pair,     ///< std::pair of Args[0] made const and Args[1]
    Bool,
  };
  Kind K = Kind::Class;
  uint32_t Index = 0;
  std::vector<TypeExpr> Args;
};

/// A condition on a type: alternatives, any of which may hold.
struct TypePattern {
  enum class Category : uint8_t {
    Name, ///< a class whose qualified name matches Glob
    Any,
    Self,    ///< the class the function is a member of
    Element, ///< the class's first template argument
    Pointer, ///< a pointer or an array
    Array,
    Integer,  ///< integers, bool, enumerations
    Scalar,   ///< anything that is no class
    Class,    ///< any class, union or lambda
    Callable, ///< a function, a pointer to one, or an object to call
    Iterator, ///< a pointer or a class that the specs say points somewhere
  };
  enum class Reference : uint8_t { Any, LValue, RValue };
  struct Alternative {
    Category Is = Category::Any;
    Reference Ref = Reference::Any;
    std::string Glob;
  };
  bool Not = false;
  std::vector<Alternative> Alternatives;
};

/// When an entry applies.
struct Condition {
  uint32_t MinArgs = 0;
  uint32_t MaxArgs = UINT32_MAX;
  std::optional<bool> Const; ///< of the member function
  std::vector<std::pair<uint32_t, TypePattern>> Args;
  std::vector<std::pair<uint32_t, TypePattern>> ClassArgs; ///< T0, T1 …
  std::vector<std::pair<uint32_t, int64_t>> Values;        ///< F0: a constant
  std::optional<TypePattern> Result;
};

using Operand = std::variant<bool, int64_t, Word, std::string, Path, Value,
                             std::vector<Value>, TypeExpr>;

/// One verb with its operands. Operands[0] is the verb's own (`acquire: this`);
/// the loader has checked that each key takes what it holds.
struct Effect {
  Verb V = Verb::Read;
  Operand Main;
  std::vector<std::pair<Key, Operand>> Options;

  const Operand *find(Key K) const {
    for (const auto &[Name, Op] : Options)
      if (Name == K)
        return &Op;
    return nullptr;
  }
  bool flag(Key K) const {
    const Operand *Op = find(K);
    return Op && std::get<bool>(*Op);
  }
  const Path *path(Key K) const {
    const Operand *Op = find(K);
    return Op ? &std::get<Path>(*Op) : nullptr;
  }
  const Value *value(Key K) const {
    const Operand *Op = find(K);
    return Op ? &std::get<Value>(*Op) : nullptr;
  }
  std::optional<Word> word(Key K) const {
    const Operand *Op = find(K);
    return Op ? std::optional(std::get<Word>(*Op)) : std::nullopt;
  }
};

/// One entry for a function: what a call does if When holds.
struct FunctionSpec {
  Condition When;
  std::vector<Effect> Do;
  bool Throws = false;       ///< may throw, apart from running out of memory
  bool ReplacesBody = false; ///< holds even where the body is known
  bool AtomicBody = false;   ///< says something of the body, not of calls
};

/// What a library class is like.
struct ClassSpec {
  std::string Name;
  std::map<PseudoField, TypeExpr> Fields; ///< types of its hidden state
  bool RecursiveLock = false; ///< a mutex that its holder may take again
  bool Callable = false;      ///< calls what its $callable holds
};

} // namespace heddle::spec

#endif // HEDDLE_SPECS_LANGUAGE_H
