//===- IdWalk.h - Every reference to a declaration in a model --*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One walk over the ids by which parts of a model refer to the module's
/// tables (FileId, TypeId, RecordId, GlobalId, FuncId; not the ids inside a
/// body). Relocation writes through it, looking for undefined symbols reads
/// through it; since both are the same list of members, neither can forget
/// one. A new member of a model struct that holds such an id belongs here.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LINK_IDWALK_H
#define HEDDLE_LINK_IDWALK_H

#include "analyzer/Model/Module.h"

#include <utility>
#include <variant>

namespace heddle::link_detail {

/// A visitor made of lambdas, one per kind of id.
template <class... LambdaTs> struct Overloaded : LambdaTs... {
  using LambdaTs::operator()...;
};
template <class... LambdaTs> Overloaded(LambdaTs...) -> Overloaded<LambdaTs...>;

/// Calls Visit(Id &) for each id of T; T is const or not, the ids alike. Ids
/// may be None.
template <class VisitT> class IdWalk {
public:
  explicit IdWalk(VisitT &Visit) : Visit(Visit) {}

  template <class T> void type(T &X) {
    Visit(X.Elem);
    Visit(X.Record);
    each(X.Params);
  }
  template <class T> void record(T &X) {
    for (auto &Arg : X.TemplateArgs)
      Visit(Arg.Type);
    for (auto &Base : X.Bases)
      Visit(Base.Record);
    for (auto &Field : X.Fields) {
      Visit(Field.Type);
      attributes(Field.Attributes);
      position(Field.Pos);
    }
    each(X.Methods);
    Visit(X.Destructor);
    each(X.CallOperators);
    attributes(X.Attributes);
    position(X.Pos);
  }
  template <class T> void global(T &X) {
    Visit(X.Type);
    Visit(X.Owner);
    Visit(X.Init);
    Visit(X.Teardown);
    attributes(X.Attributes);
    position(X.Pos);
  }
  template <class T> void function(T &X) {
    Visit(X.Parent);
    Visit(X.Result);
    each(X.Params);
    for (auto &Arg : X.TemplateArgs)
      Visit(Arg.Type);
    each(X.Overrides);
    attributes(X.Attributes);
    if (X.Definition)
      body(*X.Definition);
    positions(X.Table);
    position(X.Pos);
    position(X.NamePos);
  }
  template <class T> void body(T &X) {
    for (auto &Local : X.Locals)
      Visit(Local.Type);
    for (auto &Place : X.Places) {
      Visit(Place.Type);
      Visit(Place.Global);
      Visit(Place.Func);
      Visit(Place.Field.Record);
    }
    for (auto &Term : X.Terms)
      Visit(Term.Type);
    for (auto &Block : X.Blocks)
      for (auto &E : Block.Events)
        std::visit([this](auto &Known) { this->event(Known); }, E);
  }
  template <class T> void position(T &X) { Visit(X.File); }

private:
  template <class ListT> void each(ListT &Ids) {
    for (auto &Id : Ids)
      Visit(Id);
  }
  template <class ListT> void attributes(ListT &Attributes) {
    for (auto &A : Attributes)
      for (auto &Path : A.Args) {
        Visit(Path.Global);
        for (auto &Field : Path.Fields)
          Visit(Field.Record);
      }
  }
  template <class T> void positions(T &X) {
    for (auto &Block : X.Events)
      for (auto &Range : Block)
        Visit(Range.File);
    for (auto &Range : X.Terminators)
      Visit(Range.File);
    for (auto &Range : X.Locals)
      Visit(Range.File);
    for (auto &Origin : X.Origins)
      position(Origin.Definition);
  }
  template <class T> void event(T &X) {
    // By member name: an event that is added later is walked, too.
    if constexpr (requires { X.Via; })
      Visit(X.Via);
    if constexpr (requires { X.Callee; })
      Visit(X.Callee);
    if constexpr (requires { X.Type; })
      Visit(X.Type);
    if constexpr (requires { X.Clauses; })
      for (auto &Clause : X.Clauses)
        Visit(Clause.Global);
  }

  VisitT &Visit;
};

} // namespace heddle::link_detail

#endif // HEDDLE_LINK_IDWALK_H
