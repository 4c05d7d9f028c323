//===- LowerOpenMP.cpp - OpenMP directives ----------------------*- C++ -*-===//
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

#include "clang/AST/StmtOpenMP.h"

using namespace clang;
using namespace heddle;

void FunctionLowerer::openMP(const OMPExecutableDirective *D) {
  havoc(HavocReason::OpenMP, D->getStmtClassName(), {}, D->getSourceRange());
  if (D->hasAssociatedStmt())
    stmt(D->getAssociatedStmt());
}
