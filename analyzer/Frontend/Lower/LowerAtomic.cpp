//===- LowerAtomic.cpp - Atomic builtins ------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `__atomic_*`, `__c11_atomic_*` (what <stdatomic.h> is made of) and
/// `__sync_*` become accesses with a memory order. std::atomic is a library
/// class and stays calls.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

using namespace clang;
using namespace heddle;

static MemoryOrder orderOf(int64_t Abi) {
  switch (Abi) {
  case 0:
    return MemoryOrder::Relaxed;
  case 1:
    return MemoryOrder::Consume;
  case 2:
    return MemoryOrder::Acquire;
  case 3:
    return MemoryOrder::Release;
  case 4:
    return MemoryOrder::AcqRel;
  default:
    return MemoryOrder::SeqCst;
  }
}

MemoryOrder FunctionLowerer::memoryOrder(const Expr *E) {
  Expr::EvalResult Result;
  if (E && !E->isValueDependent() && E->EvaluateAsInt(Result, Ctx))
    return orderOf(Result.Val.getInt().extOrTrunc(64).getExtValue());
  // Chosen at run time: any of them, so the least that is promised.
  if (E)
    effect(E);
  return MemoryOrder::Relaxed;
}

void FunctionLowerer::atomicAccess(AccessKind Kind, PlaceId Object,
                                   TermId Value, BinaryOp Op, MemoryOrder Order,
                                   SourceRange R) {
  Access A;
  A.Kind = Kind;
  A.P = Object;
  A.Value = Value;
  A.Op = Op;
  A.Order = Order;
  A.SizeBytes = L.sizeOf(L.qualType(B.place(Object).Type));
  emit(A, R);
}

static std::optional<BinaryOp> updateOp(llvm::StringRef Name) {
  if (Name.contains("nand"))
    return std::nullopt;
  if (Name.contains("add"))
    return BinaryOp::Add;
  if (Name.contains("sub"))
    return BinaryOp::Sub;
  if (Name.contains("xor"))
    return BinaryOp::Xor;
  if (Name.contains("and") && !Name.contains("test_and_set"))
    return BinaryOp::And;
  if (Name.contains("or"))
    return BinaryOp::Or;
  return std::nullopt;
}

static llvm::StringRef atomicName(const AtomicExpr *E) {
  switch (E->getOp()) {
#define BUILTIN(ID, TYPE, ATTRS)
#define ATOMIC_BUILTIN(ID, TYPE, ATTRS)                                        \
  case AtomicExpr::AO##ID:                                                     \
    return #ID;
#include "clang/Basic/Builtins.inc"
  default:
    return "";
  }
}

/// Read-modify-write: the value is the object's before or after.
TermId FunctionLowerer::atomicUpdate(const AtomicExpr *E, PlaceId Object,
                                     MemoryOrder Order) {
  llvm::StringRef Name = atomicName(E);
  SourceRange R = E->getSourceRange();
  std::optional<BinaryOp> Op = updateOp(Name);
  // GNU's __atomic_exchange takes a pointer to the operand.
  bool ByPointer = Name == "__atomic_exchange";
  TermId Operand = TermId::None;
  bool HasOperand = !Name.contains("test_and_set") && !Name.contains("clear");
  if (HasOperand && ByPointer) {
    QualType T = E->getVal1()->getType()->getPointeeType();
    Operand = load(pointee(E->getVal1()), T, E->getVal1()->getSourceRange());
  } else if (HasOperand) {
    Operand = rvalue(E->getVal1());
  }
  QualType T = L.qualType(B.place(Object).Type);
  if (const auto *A = T->getAs<AtomicType>())
    T = A->getValueType();
  bool IsPointer = T->isAnyPointerType();
  TermId Result;
  if (!Op) {
    Result = exchange(Object, Operand, Order, R);
  } else {
    atomicAccess(AccessKind::Update, Object, Operand,
                 IsPointer ? BinaryOp::PtrAdd : *Op, Order, R);
    TermId After = keep(B.valueTerm(Object), R);
    bool FetchesOld = Name.contains("fetch_") && !Name.ends_with("_fetch");
    Result = FetchesOld ? before(After, *Op, Operand, T) : After;
  }
  if (ByPointer) {
    QualType Out = E->getVal2()->getType()->getPointeeType();
    store(pointee(E->getVal2()), Out, Result, R);
  }
  return Result;
}

/// The object gets a new value that has nothing to do with its old one, which
/// is the result.
TermId FunctionLowerer::exchange(PlaceId Object, TermId Desired,
                                 MemoryOrder Order, SourceRange R) {
  atomicAccess(AccessKind::Update, Object, TermId::None, BinaryOp::Add, Order,
               R);
  TermId Old = keep(B.valueTerm(Object), R);
  if (valid(Desired))
    emit(Assign{Object, Desired}, R);
  return Old;
}

/// What an object held before an update that left \p After.
TermId FunctionLowerer::before(TermId After, BinaryOp Op, TermId Operand,
                               QualType T) {
  if (T->isAnyPointerType())
    return After; // into the same object
  if (Op == BinaryOp::Add || Op == BinaryOp::Sub)
    return B.binaryTerm(Op == BinaryOp::Add ? BinaryOp::Sub : BinaryOp::Add,
                        After, Operand, type(T));
  return B.nondetTerm(type(T));
}

TermId FunctionLowerer::atomicExpr(const AtomicExpr *E) {
  llvm::StringRef Name = atomicName(E);
  SourceRange R = E->getSourceRange();
  QualType T = E->getType();
  PlaceId Object = pointee(E->getPtr());
  TermId Nothing = B.opaqueTerm("void", type(Ctx.VoidTy));
  if (Name == "__c11_atomic_init") {
    store(Object, E->getPtr()->getType()->getPointeeType(),
          rvalue(E->getVal1()), R, /*IsInit=*/true);
    return Nothing;
  }
  MemoryOrder Order = E->getOp() == AtomicExpr::AO__c11_atomic_init
                          ? MemoryOrder::NotAtomic
                          : memoryOrder(E->getOrder());
  if (E->isCmpXChg()) {
    // *expected is read, and written where the exchange fails.
    QualType Expected = E->getVal1()->getType()->getPointeeType();
    PlaceId ExpectedPlace = pointee(E->getVal1());
    load(ExpectedPlace, Expected, E->getVal1()->getSourceRange());
    TermId Desired = TermId::None;
    if (E->getVal2()->getType()->isPointerType() &&
        Name.starts_with("__atomic_compare_exchange") && !Name.ends_with("_n"))
      Desired =
          load(pointee(E->getVal2()), E->getVal2()->getType()->getPointeeType(),
               E->getVal2()->getSourceRange());
    else
      Desired = rvalue(E->getVal2());
    PlaceId Success = newTemp(T, R);
    emit(Assign{Success, B.nondetTerm(type(T))}, R);
    BlockId Exchanged = B.newBlock(), Failed = B.newBlock(),
            Done = B.newBlock();
    B.branch(B.valueTerm(Success), Exchanged, Failed, range(R));
    B.startBlock(Exchanged);
    exchange(Object, Desired, Order, R);
    B.jump(Done, range(R));
    B.startBlock(Failed);
    MemoryOrder OnFailure = memoryOrder(E->getOrderFail());
    atomicAccess(AccessKind::Read, Object, TermId::None, BinaryOp::Add,
                 OnFailure, R);
    store(ExpectedPlace, Expected, B.valueTerm(Object), R);
    B.enterBlock(Done, range(R));
    return B.valueTerm(Success);
  }
  if (Name.contains("atomic_load")) {
    atomicAccess(AccessKind::Read, Object, TermId::None, BinaryOp::Add, Order,
                 R);
    TermId V = keep(B.valueTerm(Object), R);
    if (Name != "__atomic_load")
      return V;
    store(pointee(E->getVal1()), E->getVal1()->getType()->getPointeeType(), V,
          R);
    return Nothing;
  }
  if (Name.contains("atomic_store") || Name.contains("atomic_clear")) {
    TermId V = TermId::None;
    if (Name.contains("atomic_clear"))
      V = B.intTerm(0, type(Ctx.BoolTy));
    else if (Name == "__atomic_store")
      V = load(pointee(E->getVal1()), E->getVal1()->getType()->getPointeeType(),
               E->getVal1()->getSourceRange());
    else
      V = rvalue(E->getVal1());
    atomicAccess(AccessKind::Write, Object, V, BinaryOp::Add, Order, R);
    return Nothing;
  }
  TermId Result = atomicUpdate(E, Object, Order);
  return T->isVoidType() ? Nothing : Result;
}

// --- __sync_*, fences -------------------------------------------------------

bool FunctionLowerer::syncBuiltin(const CallExpr *E, llvm::StringRef Name,
                                  std::optional<TermId> &Value) {
  SourceRange R = E->getSourceRange();
  if (Name == "__sync_synchronize") {
    emit(Fence{MemoryOrder::SeqCst, false}, R);
    return true;
  }
  if (Name.ends_with("atomic_thread_fence") ||
      Name.ends_with("atomic_signal_fence")) {
    emit(Fence{memoryOrder(E->getArg(0)), Name.contains("signal")}, R);
    return true;
  }
  if (!Name.starts_with("__sync_"))
    return false;
  PlaceId Object = pointee(E->getArg(0));
  QualType T = L.qualType(B.place(Object).Type).getUnqualifiedType();
  constexpr MemoryOrder Order = MemoryOrder::SeqCst;
  if (Name.starts_with("__sync_lock_release")) {
    atomicAccess(AccessKind::Write, Object, zero(T), BinaryOp::Add,
                 MemoryOrder::Release, R);
    return true;
  }
  if (Name.contains("compare_and_swap")) {
    rvalue(E->getArg(1));
    TermId Desired = rvalue(E->getArg(2));
    TermId Old = exchange(Object, Desired, Order, R);
    Value =
        Name.contains("bool") ? keep(B.nondetTerm(type(E->getType())), R) : Old;
    return true;
  }
  TermId Operand = rvalue(E->getArg(1));
  std::optional<BinaryOp> Op = updateOp(Name);
  if (!Op || Name.contains("test_and_set") || Name.contains("swap")) {
    bool IsLock = Name.contains("test_and_set");
    Value = exchange(Object, Operand, IsLock ? MemoryOrder::Acquire : Order, R);
    return true;
  }
  atomicAccess(AccessKind::Update, Object, Operand,
               T->isAnyPointerType() ? BinaryOp::PtrAdd : *Op, Order, R);
  TermId After = keep(B.valueTerm(Object), R);
  Value = Name.starts_with("__sync_fetch_and") ? before(After, *Op, Operand, T)
                                               : After;
  return true;
}
