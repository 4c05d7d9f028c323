//===- Shown.cpp - Which declarations a printer shows --------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A unit that includes <thread> declares thousands of things that no body
/// uses. This marks what the program's own code can reach.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/Fields.h"
#include "analyzer/Model/Names.h"

#include "llvm/ADT/StringMap.h"

using namespace heddle;

namespace {

class Marker {
public:
  explicit Marker(const Module &M) : M(M) {
    Result.Types.resize(M.Types.size());
    Result.Records.resize(M.Records.size());
    Result.Globals.resize(M.Globals.size());
    Result.Functions.resize(M.Functions.size());
    Result.Layouts.resize(M.Records.size());
  }

  template <class T> void mark(const T &X) {
    if constexpr (requires { fields(X, [](auto & ...) {}); })
      fields(X, [this](const auto &...F) { (this->mark(F), ...); });
  }
  template <class T> void mark(const std::vector<T> &X) {
    for (const T &Element : X)
      mark(Element);
  }
  void mark(const std::optional<Body> &X) {
    if (X)
      mark(*X);
  }
  void mark(const Event &X) {
    std::visit([this](const auto &E) { this->mark(E); }, X);
  }
  void mark(const TypeId &X) { enter(X, Result.Types, Types); }
  void mark(const GlobalId &X) { enter(X, Result.Globals, Globals); }
  void mark(const FuncId &X) { enter(X, Result.Functions, Functions); }
  void mark(const RecordId &X) {
    enter(X, Result.Records, Records);
    if (valid(X) && !M[X].System)
      markLayout(X);
  }
  void mark(const FieldRef &X) {
    if (!isPseudo(X) && valid(X.Record)) {
      mark(X.Record);
      markLayout(X.Record);
    }
  }
  void markLayout(RecordId Id) { enter(Id, Result.Layouts, Layouts); }

  /// Follows what was marked until nothing new turns up.
  Shown close() {
    while (step())
      ;
    return std::move(Result);
  }

private:
  template <class IdT>
  static void enter(IdT Id, std::vector<bool> &Seen, std::vector<IdT> &Queue) {
    if (!valid(Id) || Seen[index(Id)])
      return;
    Seen[index(Id)] = true;
    Queue.push_back(Id);
  }
  template <class IdT> static bool take(std::vector<IdT> &Queue, IdT &Id) {
    if (Queue.empty())
      return false;
    Id = Queue.back();
    Queue.pop_back();
    return true;
  }
  bool step() {
    TypeId T;
    RecordId R;
    GlobalId G;
    FuncId F;
    if (take(Types, T))
      mark(M[T]);
    else if (take(Records, R))
      mark(M[R].TemplateArgs);
    else if (take(Layouts, R)) {
      mark(M[R].Bases);
      mark(M[R].Fields);
      mark(M[R].Attributes);
      if (!M[R].System) {
        mark(M[R].Methods);
        mark(M[R].Destructor);
        mark(M[R].CallOperators);
      }
    } else if (take(Globals, G))
      mark(M[G]);
    else if (take(Functions, F))
      mark(M[F]);
    else
      return false;
    return true;
  }

  const Module &M;
  Shown Result;
  std::vector<TypeId> Types;
  std::vector<RecordId> Records, Layouts;
  std::vector<GlobalId> Globals;
  std::vector<FuncId> Functions;
};

} // namespace

Shown heddle::shownDeclarations(const Module &M, bool All) {
  Marker Marks(M);
  for (size_t I = 0; I != M.Records.size(); ++I)
    if (All || !M.Records[I].System) {
      Marks.mark(static_cast<RecordId>(I));
      Marks.markLayout(static_cast<RecordId>(I));
    }
  for (size_t I = 0; I != M.Globals.size(); ++I)
    if (All || !M.Globals[I].System)
      Marks.mark(static_cast<GlobalId>(I));
  for (size_t I = 0; I != M.Functions.size(); ++I)
    if (All || !M.Functions[I].System || M.Functions[I].Definition)
      Marks.mark(static_cast<FuncId>(I));
  for (size_t I = 0; All && I != M.Types.size(); ++I)
    Marks.mark(static_cast<TypeId>(I));
  return Marks.close();
}

Shown heddle::shownDeclarations(const Module &M, FuncId F) {
  Marker Marks(M);
  Marks.mark(F);
  return Marks.close();
}

std::vector<bool> heddle::withParts(const Module &M, std::vector<bool> Types) {
  llvm::StringMap<TypeId> BySpelling;
  for (size_t I = M.Types.size(); I-- != 0;)
    BySpelling[M.Types[I].Spelling] = static_cast<TypeId>(I);
  std::vector<TypeId> Queue;
  auto Enter = [&](TypeId T) {
    if (valid(T)) {
      Types[index(T)] = true;
      Queue.push_back(T);
    }
  };
  for (size_t I = 0; I != Types.size(); ++I)
    if (Types[I])
      Queue.push_back(static_cast<TypeId>(I));
  std::vector<bool> Done(Types.size());
  while (!Queue.empty()) {
    const TypeId Id = Queue.back();
    Queue.pop_back();
    if (Done[index(Id)])
      continue;
    Done[index(Id)] = true;
    const Type &T = M[Id];
    Enter(T.Elem);
    for (TypeId Param : T.Params)
      Enter(Param);
    // `const int` follows from `int`.
    llvm::StringRef Unqualified = T.Spelling;
    if (Unqualified.consume_front("const ") ||
        Unqualified.consume_front("volatile "))
      if (auto It = BySpelling.find(Unqualified); It != BySpelling.end())
        Enter(It->second);
  }
  return Types;
}
