//===- LowerCoroutine.cpp - Coroutines --------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

using namespace clang;
using namespace heddle;

TermId FunctionLowerer::suspendValue(const CoroutineSuspendExpr *E,
                                     PlaceId Dest) {
  std::optional<TermId> Value;
  PlaceId Where = PlaceId::None;
  suspend(E, Dest, Value, Where);
  if (Value)
    return *Value;
  return valid(Where) ? B.valueTerm(Where) : B.nondetTerm(type(E->getType()));
}

void FunctionLowerer::suspend(const CoroutineSuspendExpr *E, PlaceId Dest,
                              std::optional<TermId> &Value, PlaceId &Where) {
  havoc(HavocReason::Exotic, "co_await", {}, E->getSourceRange(), Dest);
}

void FunctionLowerer::coroutineBody(const CoroutineBodyStmt *S) {
  stmt(S->getBody());
}

void FunctionLowerer::coreturn(const CoreturnStmt *S) {
  havoc(HavocReason::Exotic, "co_return", {}, S->getSourceRange());
}
