//===- LowerBuiltin.cpp - Calls of compiler builtins ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Builtins that compute, name places, jump or touch memory in a way that the
/// model has words for. Those that stand for library functions (memcpy, malloc,
/// printf) stay calls by name, for Specs to know.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

#include "clang/Basic/Builtins.h"

using namespace clang;
using namespace heddle;

bool FunctionLowerer::valueBuiltin(const CallExpr *E, llvm::StringRef Name,
                                   std::optional<TermId> &Value,
                                   PlaceId &Where) {
  auto Rest = [&](unsigned From) {
    for (unsigned I = From; I < E->getNumArgs(); ++I)
      effect(E->getArg(I));
  };
  if (Name == "move" || Name == "forward" || Name == "move_if_noexcept" ||
      Name == "as_const" || Name == "forward_like") {
    Where = lvalue(E->getArg(0));
    return true;
  }
  if (Name == "addressof" || Name == "__addressof" ||
      Name == "__builtin_addressof") {
    Value = B.addressTerm(lvalue(E->getArg(0)), type(E->getType()));
    return true;
  }
  if (Name == "__builtin_expect" ||
      Name == "__builtin_expect_with_probability" ||
      Name == "__builtin_launder" || Name == "__builtin_assume_aligned" ||
      Name == "__builtin_unpredictable") {
    Value = rvalue(E->getArg(0));
    Rest(1);
    return true;
  }
  if (Name == "__builtin_assume" || Name == "__assume") {
    const Expr *Cond = E->getArg(0);
    if (!Cond->HasSideEffects(Ctx))
      emit(Assume{truth(rvalue(Cond), Cond->getType()), false},
           E->getSourceRange());
    return true;
  }
  if (Name.starts_with("__builtin_alloca")) {
    Allocate A;
    A.Op = Allocate::OpKind::Alloca;
    A.Count = rvalue(E->getArg(0));
    Rest(1);
    A.Result = newTemp(E->getType(), E->getSourceRange());
    Value = B.valueTerm(A.Result);
    emit(A, E->getSourceRange());
    return true;
  }
  return false;
}

bool FunctionLowerer::overflowBuiltin(const CallExpr *E, llvm::StringRef Name,
                                      std::optional<TermId> &Value) {
  // __builtin_add_overflow(a, b, &r), __builtin_sadd_overflow(…)
  if (!Name.starts_with("__builtin_") || !Name.ends_with("_overflow") ||
      E->getNumArgs() != 3)
    return false;
  TermId A = rvalue(E->getArg(0)), C = rvalue(E->getArg(1));
  BinaryOp Op = Name.contains("add")   ? BinaryOp::Add
                : Name.contains("sub") ? BinaryOp::Sub
                                       : BinaryOp::Mul;
  QualType T = E->getArg(2)->getType()->getPointeeType();
  PlaceId To = pointee(E->getArg(2));
  store(To, T, B.binaryTerm(Op, A, C, type(T)), E->getSourceRange());
  Value = B.nondetTerm(type(E->getType()));
  return true;
}

bool FunctionLowerer::jumpBuiltin(const CallExpr *E, llvm::StringRef Name,
                                  std::optional<TermId> &Value) {
  SourceRange R = E->getSourceRange();
  auto Process = [&](ProcessOp::OpKind Op) {
    for (const Expr *Arg : E->arguments())
      rvalue(Arg);
    ProcessOp P;
    P.Op = Op;
    if (Op == ProcessOp::OpKind::SetJmp) {
      P.Result = newTemp(E->getType(), R);
      Value = B.valueTerm(P.Result);
    }
    emit(P, R);
    if (Op != ProcessOp::OpKind::SetJmp)
      unreachable(R);
    return true;
  };
  if (Name == "__builtin_unreachable") {
    unreachable(R);
    return true;
  }
  if (Name == "__builtin_trap" || Name == "__builtin_verbose_trap")
    return Process(ProcessOp::OpKind::Abort);
  if (Name == "__builtin_debugtrap")
    return true;
  if (Name == "setjmp" || Name == "_setjmp" || Name == "sigsetjmp" ||
      Name == "__sigsetjmp" || Name == "__builtin_setjmp")
    return Process(ProcessOp::OpKind::SetJmp);
  if (Name == "longjmp" || Name == "_longjmp" || Name == "siglongjmp" ||
      Name == "__builtin_longjmp")
    return Process(ProcessOp::OpKind::LongJmp);
  return false;
}

/// A list of arguments is a value that va_start makes, va_copy copies and
/// va_end forgets.
void FunctionLowerer::variableArguments(const CallExpr *E,
                                        llvm::StringRef Name) {
  SourceRange R = E->getSourceRange();
  if (Name.ends_with("va_end"))
    return;
  PlaceId To = listPlace(E->getArg(0));
  QualType T = L.qualType(B.place(To).Type);
  TermId Value = B.opaqueTerm("va_start", type(T));
  if (Name.ends_with("va_copy"))
    Value = load(listPlace(E->getArg(1)), T, E->getArg(1)->getSourceRange());
  store(To, T, Value, R);
}

bool FunctionLowerer::builtin(const CallExpr *E, unsigned Id, bool Used,
                              std::optional<TermId> &Value, PlaceId &Where) {
  std::string NameText = Ctx.BuiltinInfo.getName(Id);
  llvm::StringRef Name = NameText;
  if (std::optional<TermId> C = constant(E)) {
    Value = C;
    return true;
  }
  if (valueBuiltin(E, Name, Value, Where) || overflowBuiltin(E, Name, Value) ||
      jumpBuiltin(E, Name, Value) || syncBuiltin(E, Name, Value))
    return true;
  if (Name.starts_with("__builtin_va_") || Name == "__va_start") {
    variableArguments(E, Name);
    return true;
  }
  if (Ctx.BuiltinInfo.isUnevaluated(Id)) {
    Value = B.opaqueTerm(Name, type(E->getType()));
    return true;
  }
  // What only computes (popcount, bswap, fabs) is a value not followed.
  bool TakesPointer = llvm::any_of(E->arguments(), [](const Expr *Arg) {
    return Arg->getType()->isAnyPointerType() || Arg->isGLValue();
  });
  bool IsLibrary = !Name.starts_with("__builtin_");
  if (!TakesPointer && !E->getType()->isVoidType() &&
      (Ctx.BuiltinInfo.isConst(Id) || !IsLibrary)) {
    for (const Expr *Arg : E->arguments())
      rvalue(Arg);
    Value = B.opaqueTerm(Name, type(E->getType()));
    return true;
  }
  return false;
}
