//===- Loaded.h - A program from text, its pointers, and questions -*- C++ -*-//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Tests ask in names and get names: `Denotes("deposit", "A->Balance")` is the
/// list of the cells as people would read them.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_POINTERS_LOADED_H
#define HEDDLE_TESTS_POINTERS_LOADED_H

#include "analyzer/Model/Print.h"
#include "analyzer/Model/Serialize.h"
#include "analyzer/Pointers/PointsTo.h"
#include "gtest/gtest.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/ErrorHandling.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace heddle {

using Names = std::vector<std::string>;

class Loaded {
public:
  explicit Loaded(llvm::StringRef Text, const PointerOptions &Options = {}) {
    llvm::Expected<Module> M = parseModule(Text);
    if (!M)
      // The test's own text is wrong: nothing below makes sense.
      llvm::report_fatal_error(M.takeError());
    analyse(std::move(*M), Options);
  }
  explicit Loaded(Module M, const PointerOptions &Options = {}) {
    analyse(std::move(M), Options);
  }

  const PointsTo &operator*() const { return *Pointers; }
  const PointsTo *operator->() const { return &*Pointers; }
  const Module &module() const { return P.M; }

  FuncId function(llvm::StringRef Name) const {
    for (uint32_t I = 0; I < P.M.Functions.size(); ++I)
      if (P.M.Functions[I].Name == Name)
        return static_cast<FuncId>(I);
    ADD_FAILURE() << "no function " << Name.str();
    return FuncId::None;
  }

  /// The largest place of \p In that reads as \p Text.
  PlaceId place(llvm::StringRef In, llvm::StringRef Text) const {
    FuncId F = function(In);
    if (!valid(F))
      return PlaceId::None;
    const Body &B = *P.M[F].Definition;
    for (uint32_t I = B.Places.size(); I-- > 0;)
      if (describe(P.M, F, static_cast<PlaceId>(I)) == Text)
        return static_cast<PlaceId>(I);
    std::string All;
    for (uint32_t I = 0; I < B.Places.size(); ++I)
      All += " " + describe(P.M, F, static_cast<PlaceId>(I));
    ADD_FAILURE() << "no place " << Text.str() << " in " << In.str() << ":"
                  << All;
    return PlaceId::None;
  }

  Names names(llvm::ArrayRef<CellId> Cells) const {
    Names Out;
    for (CellId Cell : Cells)
      Out.push_back(Pointers->displayName(Cell));
    llvm::sort(Out);
    return Out;
  }
  Names denotes(llvm::StringRef In, llvm::StringRef Text) const {
    PlaceId Place = place(In, Text);
    if (!valid(Place))
      return {};
    return names(Pointers->cells(function(In), Place));
  }
  /// REQUIRES: the place denotes one cell.
  CellId cell(llvm::StringRef In, llvm::StringRef Text) const {
    PlaceId Place = place(In, Text);
    if (!valid(Place))
      return CellId::None;
    auto Cells = Pointers->cells(function(In), Place);
    EXPECT_EQ(Cells.size(), 1u) << Text.str();
    return Cells.empty() ? CellId::None : Cells.front();
  }

  CellId local(llvm::StringRef In, llvm::StringRef Name) const {
    FuncId F = function(In);
    const Body &B = *P.M[F].Definition;
    for (uint32_t I = 0; I < B.Locals.size(); ++I)
      if (B.Locals[I].Name == Name)
        return Pointers->cellOf(F, static_cast<LocalId>(I));
    ADD_FAILURE() << "no local " << Name.str();
    return CellId::None;
  }

  /// The N-th event of kind E in the function.
  template <class E> EventRef event(llvm::StringRef In, unsigned N = 0) const {
    FuncId F = function(In);
    const Body &B = *P.M[F].Definition;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
        if (std::holds_alternative<E>(B.Blocks[Block].Events[I]) && N-- == 0)
          return {F, static_cast<BlockId>(Block), I};
    ADD_FAILURE() << "no such event in " << In.str();
    return {};
  }
  Names callees(EventRef At) const {
    Names Out;
    for (const Callee &To : Pointers->callees(At))
      Out.push_back(P.M[To.Func].Name);
    llvm::sort(Out);
    return Out;
  }
  Names gaps(LedgerKind Kind) const {
    Names Out;
    for (const LedgerEntry &Entry : Gaps.entries())
      if (Entry.Kind == Kind)
        Out.push_back(Entry.Text);
    return Out;
  }

  Program P;
  Ledger Gaps;
  std::optional<PointsTo> Pointers;

private:
  void analyse(Module M, const PointerOptions &Options) {
    if (llvm::Error E = verify(M)) {
      ADD_FAILURE() << llvm::toString(std::move(E));
      return;
    }
    std::vector<Module> Units;
    Units.push_back(std::move(M));
    std::vector<Program> Programs = link(std::move(Units));
    ASSERT_EQ(Programs.size(), 1u);
    P = std::move(Programs.front());
    Pointers.emplace(P, Gaps, Options);
  }
};

} // namespace heddle

#endif // HEDDLE_TESTS_POINTERS_LOADED_H
