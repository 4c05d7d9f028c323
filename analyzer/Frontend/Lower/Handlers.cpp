//===- Handlers.cpp - Functions that run at the end, or at a fork ---------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a program hands to atexit() is called where main returns, beside the
/// threads that still run then, and what it hands to pthread_atfork() where it
/// forks. Each of them may not have been registered yet.
///
/// Misses: functions that are registered in other files than that of main (of
/// the fork), or by a pointer; those that exit() calls. The ledger says so,
/// where such a function is registered.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;
using namespace heddle;

namespace {

class HandlerFinder : public RecursiveASTVisitor<HandlerFinder> {
public:
  HandlerFinder(ModuleLowerer &L, RegisteredHandlers &Out) : L(L), Out(Out) {}

  bool TraverseDecl(Decl *D) {
    if (D && !isa<TranslationUnitDecl>(D) && !isa<LinkageSpecDecl>(D) &&
        L.Ctx.getSourceManager().isInSystemHeader(D->getLocation()))
      return true;
    return RecursiveASTVisitor::TraverseDecl(D);
  }

  bool VisitCallExpr(CallExpr *E) {
    const FunctionDecl *Callee = E->getDirectCallee();
    if (!Callee || !Callee->getIdentifier())
      return true;
    const auto Name = Callee->getName();
    if (Name == "atexit" || Name == "on_exit") {
      add(E, 0, Out.AtExit);
    } else if (Name == "pthread_atfork") {
      add(E, 0, Out.BeforeFork);
      add(E, 1, Out.AfterFork);
    }
    return true;
  }

private:
  static void add(const CallExpr *E, unsigned N,
                  std::vector<const FunctionDecl *> &To) {
    if (N >= E->getNumArgs())
      return;
    const Expr *Arg = E->getArg(N)->IgnoreParenImpCasts();
    if (const auto *UO = dyn_cast<UnaryOperator>(Arg);
        UO && UO->getOpcode() == UO_AddrOf)
      Arg = UO->getSubExpr()->IgnoreParenImpCasts();
    const auto *Ref = dyn_cast<DeclRefExpr>(Arg);
    const auto *Of = Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr;
    if (Of && !llvm::is_contained(To, Of))
      To.push_back(Of);
  }

  ModuleLowerer &L;
  RegisteredHandlers &Out;
};

} // namespace

const RegisteredHandlers &ModuleLowerer::handlers() {
  if (!Handlers) {
    Handlers.emplace();
    HandlerFinder(*this, *Handlers).TraverseDecl(Ctx.getTranslationUnitDecl());
  }
  return *Handlers;
}

void FunctionLowerer::callHandlers(llvm::ArrayRef<const FunctionDecl *> Of,
                                   SourceRange R) {
  for (const FunctionDecl *Handler : Of) {
    BlockId Registered = B.newBlock(), Done = B.newBlock();
    B.branch(B.nondetTerm(type(Ctx.BoolTy)), Registered, Done, range(R));
    B.startBlock(Registered);
    Call C;
    C.Callee = L.function(Handler);
    C.Implicit = true;
    C.MayThrow = false;
    for (const ParmVarDecl *P : Handler->parameters())
      C.Args.push_back(B.nondetTerm(type(P->getType())));
    emit(std::move(C), R);
    B.enterBlock(Done, range(R));
  }
}
