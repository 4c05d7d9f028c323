//===- Cleanups.cpp - Destructors, scopes and unwinding ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The stack of what must be done when a scope is left. A jump repeats the
/// clean-ups of the scopes it leaves in its own block, so that each path
/// through a body shows exactly the destructors that it runs. Exceptions share:
/// every entry of the stack has at most one unwind block, which does its work
/// and goes on to the block of the entry below, down to a handler or out of the
/// function. The end of a plain variable's storage is no reason for such a
/// block.
///
/// A temporary of a conditional branch (`c ? T() : U()`) is destroyed at the
/// end of the full expression only if it was made: a flag, cleared before the
/// condition and set with the temporary, tells.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

using namespace clang;
using namespace heddle;

void FunctionLowerer::push(Cleanup C) {
  C.Owner = Owner;
  Stack.push_back(std::move(C));
}

void FunctionLowerer::pushDestroy(PlaceId P, QualType T, SourceRange R,
                                  bool UnwindOnly) {
  if (!L.hasNonTrivialDestructor(T))
    return;
  Cleanup C;
  C.P = P;
  C.T = T;
  C.Range = R;
  C.OnExit = !UnwindOnly;
  C.IsPart = UnwindOnly;
  push(std::move(C));
}

void FunctionLowerer::dropParts(size_t Depth) {
  auto Gone =
      std::remove_if(std::next(Stack.begin(), static_cast<ptrdiff_t>(Depth)),
                     Stack.end(), [](const Cleanup &C) { return C.IsPart; });
  if (Gone == Stack.end())
    return;
  Stack.erase(Gone, Stack.end());
  // Temporaries above them unwind past them from here on.
  for (Cleanup &C : llvm::drop_begin(Stack, Depth))
    C.UnwindBlock = BlockId::None;
}

void FunctionLowerer::pushTemporary(PlaceId P, QualType T, SourceRange R,
                                    bool IsExtended) {
  if (!L.hasNonTrivialDestructor(T))
    return;
  Cleanup C;
  C.P = P;
  C.T = T;
  C.Range = R;
  if (valid(Conditional)) {
    PlaceId Flag = newTemp(Ctx.BoolTy, R);
    C.Flag = B.place(Flag).Local;
    TypeId Bool = type(Ctx.BoolTy);
    B.appendTo(Conditional, Assign{Flag, B.intTerm(0, Bool)}, range(R));
    emit(Assign{Flag, B.intTerm(1, Bool)}, R);
  }
  if (!IsExtended)
    return push(std::move(C));
  // Until the full expression ends only an exception destroys it; then it
  // belongs to the scope around.
  Cleanup Late = C;
  Late.Owner = Owner;
  C.OnExit = false;
  push(std::move(C));
  Extended.push_back(std::move(Late));
}

void FunctionLowerer::destroy(PlaceId P, QualType T, SourceRange R,
                              bool Implicit, bool Virtual) {
  const CXXRecordDecl *RD = elementRecord(T);
  if (!RD)
    return;
  QualType Elem = T;
  while (const auto *A = Ctx.getAsArrayType(Elem)) {
    Elem = A->getElementType();
    P = anyElement(P, Elem);
  }
  FuncId Dtor = L.destructor(RD);
  if (!valid(Dtor))
    return;
  Call C;
  C.Callee = Dtor;
  C.Args = {addressOf(P)};
  C.Implicit = Implicit;
  C.Virtual = Virtual;
  C.MayThrow = mayUnwind() && !L.M[Dtor].Noexcept;
  if (C.MayThrow)
    emitThrowing(std::move(C), R);
  else
    emit(std::move(C), R);
}

void FunctionLowerer::runCleanup(const Cleanup &C, SourceRange R) {
  BlockId Done = BlockId::None;
  if (valid(C.Flag)) {
    BlockId Do = B.newBlock();
    Done = B.newBlock();
    B.branch(B.valueTerm(B.localPlace(C.Flag)), Do, Done, range(R));
    B.startBlock(Do);
  }
  switch (C.Kind) {
  case CleanupKind::Destroy:
    destroy(C.P, C.T, R);
    break;
  case CleanupKind::EndScope:
    break;
  case CleanupKind::Function: {
    Call Call;
    Call.Callee = L.function(C.Func);
    Call.Args = {addressOf(C.P)};
    Call.Implicit = true;
    Call.MayThrow = mayUnwind() && mayThrow(C.Func);
    if (Call.MayThrow)
      emitThrowing(std::move(Call), R);
    else
      emit(std::move(Call), R);
    break;
  }
  case CleanupKind::Region:
    emit(*C.Ev, R);
    break;
  case CleanupKind::Try:
    break;
  }
  if (valid(C.Local))
    emit(Scope{false, C.Local}, R);
  if (valid(Done))
    B.enterBlock(Done, range(R));
}

void FunctionLowerer::popTo(size_t Depth, SourceRange R) {
  while (Stack.size() > Depth) {
    Cleanup C = std::move(Stack.back());
    Stack.pop_back();
    if (B.reachable() && C.OnExit)
      runCleanup(C, R);
  }
}

void FunctionLowerer::exitTo(size_t Depth, SourceRange R,
                             const VarDecl *Except) {
  // A destructor on the way unwinds to the scopes that are still open then.
  std::vector<Cleanup> Open;
  while (Stack.size() > Depth) {
    Open.push_back(std::move(Stack.back()));
    Stack.pop_back();
    const Cleanup &C = Open.back();
    bool Moved = Except && C.Var == Except;
    if (B.reachable() && C.OnExit && !Moved)
      runCleanup(C, R);
  }
  while (!Open.empty()) {
    Stack.push_back(std::move(Open.back()));
    Open.pop_back();
  }
}

/// \p V as it is now, though the clean-ups above \p Depth come before its use:
/// they may change what it reads, or end it.
TermId FunctionLowerer::outlive(TermId V, size_t Depth, SourceRange R) {
  std::vector<PlaceId> Reads;
  collectReads(V, Reads);
  auto Ends = [&](const Cleanup &C) {
    LocalId Root = valid(C.P) ? B.rootLocal(C.P) : C.Local;
    return valid(Root) && llvm::any_of(Reads, [&](PlaceId Read) {
             return B.rootLocal(Read) == Root;
           });
  };
  bool ReadsMemory = B.readsMemory(V);
  bool Changes =
      llvm::any_of(llvm::drop_begin(Stack, Depth), [&](const Cleanup &C) {
        bool HasEffect =
            C.Kind != CleanupKind::EndScope && C.Kind != CleanupKind::Try;
        return C.OnExit && ((HasEffect && ReadsMemory) || Ends(C));
      });
  return Changes ? keep(V, R) : V;
}

// --- Unwinding --------------------------------------------------------------

BlockId FunctionLowerer::unwindTarget() {
  if (!mayUnwind())
    return BlockId::None;
  bool HasTry = llvm::any_of(
      Stack, [](const Cleanup &C) { return C.Kind == CleanupKind::Try; });
  // Where nobody catches, std::terminate ends the program; whether clean-ups
  // run before is up to the implementation, and nobody could tell.
  if (IsNoexcept && !HasTry)
    return terminateBlock();
  for (size_t I = Stack.size(); I-- > 0;) {
    const Cleanup &C = Stack[I];
    if (C.Kind == CleanupKind::Try)
      return C.Handler;
    if (C.OnUnwind && C.Kind != CleanupKind::EndScope)
      return unwindBlock(I);
  }
  return IsNoexcept ? terminateBlock() : BlockId::None;
}

BlockId FunctionLowerer::unwindBlock(size_t Index) {
  if (valid(Stack[Index].UnwindBlock))
    return Stack[Index].UnwindBlock;
  BlockId Block = B.newBlock();
  Stack[Index].UnwindBlock = Block;

  auto First = std::next(Stack.begin(), static_cast<ptrdiff_t>(Index));
  std::vector<Cleanup> Above(std::make_move_iterator(First),
                             std::make_move_iterator(Stack.end()));
  Stack.resize(Index);
  GraphBuilder::InsertPoint Saved = B.saveInsertPoint();
  BlockId SavedConditional = Conditional;
  Conditional = BlockId::None;
  LoopId Loop = LoopId::None;
  for (const Cleanup &C : llvm::reverse(Stack))
    if (C.Kind == CleanupKind::Try) {
      Loop = C.Loop;
      break;
    }
  B.goCold(Loop);
  B.startBlock(Block);
  SourceRange R = Above.front().Range;
  runCleanup(Above.front(), R);
  BlockId Next = unwindTarget();
  if (valid(Next)) {
    B.jump(Next, range(R));
  } else {
    Terminator T;
    T.Kind = TerminatorKind::Resume;
    B.terminate(std::move(T), range(R));
  }
  B.restoreInsertPoint(Saved);
  Conditional = SavedConditional;
  llvm::move(Above, std::back_inserter(Stack));
  return Block;
}

BlockId FunctionLowerer::terminateBlock() {
  if (valid(Terminate))
    return Terminate;
  Terminate = B.newBlock();
  GraphBuilder::InsertPoint Saved = B.saveInsertPoint();
  B.goCold(LoopId::None);
  B.startBlock(Terminate);
  ProcessOp Abort;
  Abort.Op = ProcessOp::OpKind::Abort;
  B.append(Abort, {});
  B.terminate({}, {});
  B.restoreInsertPoint(Saved);
  return Terminate;
}

void FunctionLowerer::emitThrowing(Event E, SourceRange R) {
  RelativeRange Range = range(R);
  if (mayUnwind())
    B.setUnwind(unwindTarget(), Range);
  B.append(std::move(E), Range);
}

// --- Full expressions -------------------------------------------------------

FunctionLowerer::FullExpr FunctionLowerer::beginFullExpr() {
  FullExpr State{Stack.size(), Conditional, std::move(Extended)};
  Conditional = BlockId::None;
  Extended.clear();
  return State;
}

void FunctionLowerer::endFullExpr(FullExpr &State, SourceRange R) {
  popTo(State.Depth, R);
  for (Cleanup &C : Extended)
    Stack.push_back(std::move(C));
  Extended = std::move(State.OuterExtended);
  Conditional = State.OuterConditional;
}
