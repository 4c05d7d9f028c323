//===- OpenMPAtomic.cpp - OpenMP's atomic construct -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Only the access to the object itself is atomic: what else the statement
/// evaluates, and where a captured value goes, are accesses like others.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/StmtOpenMP.h"

using namespace clang;
using namespace heddle;

static MemoryOrder orderOf(const OMPAtomicDirective *D) {
  if (D->getSingleClause<OMPSeqCstClause>())
    return MemoryOrder::SeqCst;
  if (D->getSingleClause<OMPAcqRelClause>())
    return MemoryOrder::AcqRel;
  if (D->getSingleClause<OMPAcquireClause>())
    return MemoryOrder::Acquire;
  if (D->getSingleClause<OMPReleaseClause>())
    return MemoryOrder::Release;
  return MemoryOrder::Relaxed;
}

void FunctionLowerer::atomicDirective(const OMPAtomicDirective *D) {
  SourceRange R = D->getSourceRange();
  if (!D->getX() || D->getX()->containsErrors())
    return openMPGap("atomic", R);
  FullExpr State = beginFullExpr();
  atomicStatement(D);
  endFullExpr(State, R);
}

void FunctionLowerer::atomicStatement(const OMPAtomicDirective *D) {
  SourceRange R = D->getX()->getSourceRange();
  const MemoryOrder Order = orderOf(D);
  const bool Reads = D->getSingleClause<OMPReadClause>() != nullptr;
  const bool Writes = D->getSingleClause<OMPWriteClause>() != nullptr;
  TermId Operand = TermId::None;
  if (const Expr *E = D->getExpr(); E && !Reads)
    Operand = rvalue(E);
  if (const Expr *E = D->getD())
    rvalue(E); // compare: what is stored if it is equal
  PlaceId Object = lvalue(D->getX());
  if (Reads)
    atomicAccess(AccessKind::Read, Object, TermId::None, BinaryOp::Add, Order,
                 R);
  else if (Writes)
    atomicAccess(AccessKind::Write, Object, Operand, BinaryOp::Add, Order, R);
  else
    // What it becomes is not followed, nor is it by the analyses.
    atomicAccess(AccessKind::Update, Object, TermId::None, BinaryOp::Add, Order,
                 R);
  for (const Expr *Out : {D->getV(), D->getR()})
    if (Out) {
      TermId Seen = keep(B.nondetTerm(type(Out->getType())), R);
      store(lvalue(Out), Out->getType(), Seen, Out->getSourceRange());
    }
}
