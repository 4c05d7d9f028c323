//===- FunctionLowerer.h - Lowers one body ----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Walks the statements and expressions of a function as Clang's code generator
/// does. Three questions are asked of an expression: its value (rvalue), the
/// place it names (lvalue), or to bring an object into being (init); effect()
/// wants none of these, condition() branches on it.
///
/// A value is a term that may still look into memory (`Value(x)`), valid until
/// an event changes that memory. Whoever evaluates two things one after the
/// other keeps the first one with stabilise() where the second could change it:
/// so the model of `f(p->x, i)` speaks of `p->x`, not of a temporary.
///
/// Files: Body.cpp entry, parameters, constructors and destructors;
/// Cleanups.cpp; LowerStmt.cpp, LowerLoops.cpp, LowerJumps.cpp, LowerTry.cpp;
/// LowerDeclStmt.cpp; LowerExpr.cpp values, LowerPlaces.cpp, LowerCast.cpp,
/// LowerOperators.cpp, LowerInit.cpp, LowerCall.cpp, LowerBuiltin.cpp,
/// LowerAtomic.cpp, LowerNew.cpp, LowerLambda.cpp, LowerCoroutine.cpp,
/// LowerExotic.cpp; LowerOpenMP.cpp, OpenMPOutline.cpp, OpenMPData.cpp,
/// OpenMPAtomic.cpp.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_LOWER_FUNCTIONLOWERER_H
#define HEDDLE_FRONTEND_LOWER_FUNCTIONLOWERER_H

#include "analyzer/Frontend/Lower/GraphBuilder.h"
#include "analyzer/Frontend/Lower/ModuleLowerer.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <optional>

namespace clang {
class OMPAtomicDirective;
class OMPExecutableDirective;
} // namespace clang

namespace heddle {

/// The expression that \p E merely stands for, as a default argument for what
/// its declaration says; null where E is one of its own.
const clang::Expr *standsFor(const clang::Expr *E);

class FunctionLowerer {
public:
  FunctionLowerer(ModuleLowerer &L, const PendingBody &P);
  void run();

private:
  // --- Events and positions -------------------------------------------------
  RelativeRange range(clang::SourceRange R);
  void emit(Event E, clang::SourceRange R) { B.append(std::move(E), range(R)); }
  /// As emit, for an event that may leave by exception.
  void emitThrowing(Event E, clang::SourceRange R);
  void unreachable(clang::SourceRange R);
  void havoc(HavocReason Reason, llvm::StringRef Text,
             std::vector<TermId> Touched, clang::SourceRange R,
             PlaceId Result = PlaceId::None);
  TypeId type(clang::QualType T) { return L.type(T); }

  // --- Locals ---------------------------------------------------------------
  PlaceId newTemp(clang::QualType T, clang::SourceRange R);
  /// A temporary that holds \p V from now on.
  TermId keep(TermId V, clang::SourceRange R);
  PlaceId declareLocal(const clang::VarDecl *VD, LocalKind Kind);
  /// The place a variable's name denotes; references are followed.
  PlaceId variable(const clang::VarDecl *VD, clang::SourceRange R);
  PlaceId throughReference(PlaceId P, clang::QualType Declared);

  // --- Memory ---------------------------------------------------------------
  TermId load(PlaceId P, clang::QualType T, clang::SourceRange R);
  void store(PlaceId P, clang::QualType T, TermId V, clang::SourceRange R,
             bool IsInit = false);
  void update(PlaceId P, clang::QualType T, BinaryOp Op, TermId Operand,
              clang::SourceRange R);
  void bindReference(PlaceId Ref, const clang::Expr *E, clang::SourceRange R);
  void storeZero(PlaceId P, clang::QualType T, clang::SourceRange R);
  void copyObject(PlaceId To, PlaceId From, clang::QualType T,
                  clang::SourceRange ToRange, clang::SourceRange FromRange,
                  bool IsInit);
  /// `*Pointer`. Base-class layers are no part of a path: what is reached
  /// through a cast to a base is called by its own type.
  PlaceId deref(TermId Pointer, clang::QualType Pointee);
  TermId addressOf(PlaceId P) {
    return B.addressTerm(P, L.pointerTo(B.place(P).Type));
  }
  /// `Array[N]`; indices that are constants all have type int.
  PlaceId elementAt(PlaceId Array, uint64_t N, clang::QualType Elem) {
    TermId Index = B.intTerm(static_cast<int64_t>(N), type(Ctx.IntTy));
    return B.elementPlace(Array, Index, type(Elem));
  }
  TermId indexTerm(TermId I) {
    return B.isInt(I) ? B.intTerm(B.term(I).Value, type(Ctx.IntTy)) : I;
  }
  PlaceId anyElement(PlaceId Array, clang::QualType Elem) {
    return B.elementPlace(Array, TermId::None, type(Elem));
  }
  TermId stabilise(TermId V, const clang::Expr *Later);
  /// Keeps what a call of unknown effect may change.
  TermId stabiliseForCall(TermId V, clang::SourceRange R);
  TermId stabilise(TermId V, llvm::ArrayRef<const clang::Expr *> Later);
  bool mayChange(TermId V, const clang::Expr *Later);
  void collectReads(TermId V, std::vector<PlaceId> &Out) const;
  void collectReads(PlaceId P, std::vector<PlaceId> &Out) const;
  const llvm::DenseSet<const clang::VarDecl *> &addressTaken();

  // --- Clean-ups ------------------------------------------------------------
  enum class CleanupKind : uint8_t {
    Destroy,  ///< destructor of P (of type T)
    EndScope, ///< storage of Local ends
    Function, ///< __attribute__((cleanup(F))): F(&P)
    Region,   ///< event Ev ends what another began
    Try       ///< handlers start at Handler
  };
  struct Cleanup {
    CleanupKind Kind = CleanupKind::Destroy;
    PlaceId P = PlaceId::None;
    clang::QualType T;
    LocalId Local = LocalId::None;
    const clang::FunctionDecl *Func = nullptr;
    std::optional<Event> Ev;
    bool IsPart = false;          ///< of an object under construction
    bool OnExit = true;           ///< when control leaves normally
    bool OnUnwind = true;         ///< when an exception passes
    LocalId Flag = LocalId::None; ///< to be done only if it is set
    const clang::VarDecl *Var = nullptr;
    const clang::Stmt *Owner = nullptr; ///< scope it belongs to (for goto)
    clang::SourceRange Range;
    BlockId Handler = BlockId::None;
    LoopId Loop = LoopId::None;          ///< around a Try
    BlockId UnwindBlock = BlockId::None; ///< made on first need
  };
  void push(Cleanup C);
  void pushDestroy(PlaceId P, clang::QualType T, clang::SourceRange R,
                   bool UnwindOnly = false);
  /// The object is whole: what was pushed for its parts goes.
  void dropParts(size_t Depth);
  /// A temporary that dies with the full expression.
  void pushTemporary(PlaceId P, clang::QualType T, clang::SourceRange R,
                     bool Extended = false);
  void runCleanup(const Cleanup &C, clang::SourceRange R);
  void destroy(PlaceId P, clang::QualType T, clang::SourceRange R,
               bool Implicit = true, bool Virtual = false);
  /// Leaves the scopes above \p Depth for good.
  void popTo(size_t Depth, clang::SourceRange R);
  /// Does what leaving them takes, for a jump; they stay open.
  void exitTo(size_t Depth, clang::SourceRange R,
              const clang::VarDecl *Except = nullptr);
  BlockId unwindTarget();
  BlockId unwindBlock(size_t Index);
  BlockId terminateBlock();
  bool mayUnwind() const { return Ctx.getLangOpts().CXXExceptions; }
  TermId outlive(TermId V, size_t Depth, clang::SourceRange R);

  /// Temporaries of one full expression.
  struct FullExpr {
    size_t Depth;
    BlockId OuterConditional;
    std::vector<Cleanup> OuterExtended;
  };
  FullExpr beginFullExpr();
  void endFullExpr(FullExpr &State, clang::SourceRange R);

  // --- Statements -----------------------------------------------------------
  void stmt(const clang::Stmt *S);
  void stmtBody(const clang::Stmt *S);
  void nested(const clang::Stmt *S, llvm::function_ref<void()> Fn);
  void compound(const clang::CompoundStmt *S);
  void compoundItems(const clang::CompoundStmt *S,
                     const clang::Stmt *Last = nullptr);
  void fullExprStmt(const clang::Expr *E);
  void declStmt(const clang::DeclStmt *S);
  void localDecl(const clang::Decl *D);
  void localVariable(const clang::VarDecl *VD);
  void staticLocal(const clang::VarDecl *VD);
  void initVariable(PlaceId P, const clang::VarDecl *VD);
  void evaluateVlaSizes(clang::QualType T);
  void ifStmt(const clang::IfStmt *S);
  void switchStmt(const clang::SwitchStmt *S);
  void caseStmt(const clang::SwitchCase *S);
  void whileStmt(const clang::WhileStmt *S);
  void doStmt(const clang::DoStmt *S);
  void forStmt(const clang::ForStmt *S);
  void rangeForStmt(const clang::CXXForRangeStmt *S);
  /// `for (T I = Lower; I < Upper; I += Step)`
  struct Counting {
    LocalId Induction;
    TermId Lower, Upper, Step;
  };
  std::optional<Counting> countingLoop(const clang::ForStmt *S);
  void divide(const clang::VarDecl *Var, const std::optional<Counting> &Counts,
              clang::SourceRange R);
  void loopBody(const clang::Stmt *Loop, const clang::Stmt *Body, BlockId Break,
                BlockId Continue, size_t BreakDepth);
  void breakOrContinue(const clang::LoopControlStmt *S);
  void labelStmt(const clang::LabelStmt *S);
  void gotoStmt(const clang::GotoStmt *S);
  void indirectGoto(const clang::IndirectGotoStmt *S);
  void returnStmt(const clang::ReturnStmt *S);
  void finishReturn(TermId Value, clang::SourceRange R,
                    const clang::VarDecl *Except = nullptr);
  void tryStmt(const clang::CXXTryStmt *S);
  void handler(const clang::CXXCatchStmt *S, bool Rethrows);
  void attributedStmt(const clang::AttributedStmt *S);
  void asmStmt(const clang::AsmStmt *S);
  bool plainAssembly(const clang::GCCAsmStmt *S);
  void unknownStmt(const clang::Stmt *S);
  /// A branch on a condition that is a full expression of its own.
  void branchOn(const clang::Expr *E, BlockId True, BlockId False);
  void conditionVariable(const clang::DeclStmt *S);
  bool containsLabel(const clang::Stmt *S) const;

  // --- Expressions ----------------------------------------------------------
  TermId rvalue(const clang::Expr *E);
  TermId scalar(const clang::Expr *E);
  TermId otherScalar(const clang::Expr *E);
  PlaceId lvalue(const clang::Expr *E);
  PlaceId place(const clang::Expr *E);
  PlaceId otherPlace(const clang::Expr *E);
  std::optional<PlaceId> unaryPlace(const clang::UnaryOperator *E);
  std::optional<PlaceId> binaryPlace(const clang::BinaryOperator *E);
  void init(PlaceId Dest, const clang::Expr *E);
  void effect(const clang::Expr *E);
  bool operatorEffect(const clang::Expr *E);
  void logicalEffect(const clang::BinaryOperator *E);
  void discard(const clang::Expr *E);
  void condition(const clang::Expr *E, BlockId True, BlockId False);
  std::optional<TermId> constant(const clang::Expr *E);
  TermId constantTerm(const clang::APValue &V, clang::QualType T);
  TermId zero(clang::QualType T);
  TermId truth(TermId V, clang::QualType T);

  PlaceId declRef(const clang::DeclRefExpr *E);
  PlaceId member(const clang::MemberExpr *E);
  PlaceId fieldOf(PlaceId Base, const clang::FieldDecl *FD,
                  clang::SourceRange R);
  PlaceId subscript(const clang::ArraySubscriptExpr *E);
  PlaceId materialise(const clang::Expr *E);
  PlaceId materialiseTemporary(const clang::MaterializeTemporaryExpr *E);
  PlaceId memberPointerAccess(const clang::BinaryOperator *E);
  PlaceId pointee(const clang::Expr *Pointer);
  TermId thisTerm(const clang::Expr *E);

  TermId cast(const clang::CastExpr *E);
  PlaceId castPlace(const clang::CastExpr *E);
  TermId loadOf(const clang::Expr *E);

  TermId unary(const clang::UnaryOperator *E);
  TermId binary(const clang::BinaryOperator *E);
  TermId arithmetic(clang::BinaryOperatorKind Op, TermId A, TermId B,
                    clang::QualType Operands, clang::QualType Result);
  TermId logical(const clang::BinaryOperator *E);
  TermId assign(const clang::BinaryOperator *E, PlaceId *Where = nullptr);
  TermId compoundAssign(const clang::CompoundAssignOperator *E,
                        PlaceId *Where = nullptr);
  TermId increment(const clang::UnaryOperator *E, bool Used,
                   PlaceId *Where = nullptr);
  TermId conditional(const clang::AbstractConditionalOperator *E);
  PlaceId conditionalPlace(const clang::AbstractConditionalOperator *E);
  void eitherBranch(const clang::AbstractConditionalOperator *E,
                    llvm::function_ref<void(const clang::Expr *)> Fn);
  void bindOpaque(const clang::OpaqueValueExpr *E);
  TermId addressOfExpr(const clang::UnaryOperator *E);

  // --- Initialisation -------------------------------------------------------
  void initRecord(PlaceId Dest, const clang::Expr *E);
  void initOther(PlaceId Dest, const clang::Expr *E);
  bool initFromOperator(PlaceId Dest, const clang::BinaryOperator *E);
  void initFromCast(PlaceId Dest, const clang::CastExpr *E);
  void initList(PlaceId Dest, const clang::InitListExpr *E);
  void initAggregate(PlaceId Dest, clang::QualType T,
                     llvm::ArrayRef<const clang::Expr *> Written,
                     llvm::ArrayRef<const clang::Expr *> Inits,
                     const clang::Expr *Filler,
                     const clang::FieldDecl *UnionField, clang::SourceRange R);
  void initArray(PlaceId Dest, const clang::ArrayType *A,
                 llvm::ArrayRef<const clang::Expr *> Inits,
                 const clang::Expr *Filler, clang::SourceRange R);
  void initFields(PlaceId Dest, const clang::RecordDecl *RD,
                  llvm::ArrayRef<const clang::Expr *> Inits,
                  const clang::FieldDecl *UnionField, clang::SourceRange R);
  void initFromStmtExpr(PlaceId Dest, const clang::StmtExpr *E);
  void initMember(PlaceId Dest, clang::QualType T, const clang::Expr *E,
                  clang::SourceRange R);
  void construct(PlaceId Dest, const clang::CXXConstructExpr *E);
  void inheritedConstruct(PlaceId Dest,
                          const clang::CXXInheritedCtorInitExpr *E);
  void initializerList(PlaceId Dest, const clang::CXXStdInitializerListExpr *E);
  void arrayLoop(PlaceId Dest, const clang::ArrayInitLoopExpr *E);
  bool isLargeConstant(const clang::InitListExpr *E) const;

  // --- Calls ----------------------------------------------------------------
  struct CallPlan;
  PlaceId call(const clang::CallExpr *E, PlaceId Dest, bool Used);
  PlaceId ordinaryCall(const clang::CallExpr *E, PlaceId Dest, bool Used);
  TermId callValue(const clang::CallExpr *E);
  PlaceId callPlace(const clang::CallExpr *E);
  void planCallee(const clang::CallExpr *E, CallPlan &Plan);
  void planMethod(const clang::MemberExpr *ME, CallPlan &Plan);
  void planMemberPointer(const clang::BinaryOperator *BO, CallPlan &Plan);
  bool trivialAssignment(const clang::CXXOperatorCallExpr *E, PlaceId &Out);
  TermId argument(const clang::Expr *E, clang::QualType Param,
                  bool CalleeDestroys);
  void arguments(llvm::ArrayRef<const clang::Expr *> Args,
                 const clang::FunctionDecl *FD,
                 const clang::FunctionProtoType *Proto, bool RightToLeft,
                 std::vector<TermId> &Out);
  PlaceId emitCall(Call C, clang::QualType Result, PlaceId Dest, bool Used,
                   bool NoReturn, clang::SourceRange R);
  bool mayThrow(const clang::FunctionDecl *FD) const;
  bool mayThrow(clang::QualType FunctionType) const;
  static const clang::CXXMethodDecl *
  lambdaConversionTarget(const clang::CXXConversionDecl *Conv);
  bool pseudoDestructor(const clang::CallExpr *E);

  bool builtin(const clang::CallExpr *E, unsigned Id, bool Used,
               std::optional<TermId> &Value, PlaceId &Where);
  bool valueBuiltin(const clang::CallExpr *E, llvm::StringRef Name,
                    std::optional<TermId> &Value, PlaceId &Where);
  bool overflowBuiltin(const clang::CallExpr *E, llvm::StringRef Name,
                       std::optional<TermId> &Value);
  bool syncBuiltin(const clang::CallExpr *E, llvm::StringRef Name,
                   std::optional<TermId> &Value);
  bool jumpBuiltin(const clang::CallExpr *E, llvm::StringRef Name,
                   std::optional<TermId> &Value);
  TermId atomicExpr(const clang::AtomicExpr *E);
  TermId atomicUpdate(const clang::AtomicExpr *E, PlaceId Object,
                      MemoryOrder Order);
  TermId exchange(PlaceId Object, TermId Desired, MemoryOrder Order,
                  clang::SourceRange R);
  TermId before(TermId After, BinaryOp Op, TermId Operand, clang::QualType T);
  void atomicAccess(AccessKind Kind, PlaceId Object, TermId Value, BinaryOp Op,
                    MemoryOrder Order, clang::SourceRange R);
  MemoryOrder memoryOrder(const clang::Expr *E);

  TermId newExpr(const clang::CXXNewExpr *E);
  void initAllocated(PlaceId Object, const clang::CXXNewExpr *E);
  void deleteExpr(const clang::CXXDeleteExpr *E);
  void throwExpr(const clang::CXXThrowExpr *E);

  void lambda(PlaceId Dest, const clang::LambdaExpr *E);
  std::optional<PlaceId> captured(const clang::ValueDecl *D,
                                  clang::SourceRange R);
  void enterLambda(const clang::CXXMethodDecl *MD);

  TermId suspendValue(const clang::CoroutineSuspendExpr *E, PlaceId Dest);
  void suspend(const clang::CoroutineSuspendExpr *E, PlaceId Dest,
               std::optional<TermId> &Value, PlaceId &Where);
  void coroutineBody(const clang::CoroutineBodyStmt *S);
  void coreturn(const clang::CoreturnStmt *S);
  void moveCoroutineParams(const clang::CoroutineBodyStmt *S);

  void openMP(const clang::OMPExecutableDirective *D);
  bool standaloneOpenMP(const clang::OMPExecutableDirective *D);
  void openMPGap(llvm::StringRef What, clang::SourceRange R);
  /// Marks \p Body as a region; \p ByOne: that not every thread runs.
  void marked(ParallelRegion Begin, ParallelRegion::OpKind End, bool ByOne,
              clang::SourceRange R, llvm::function_ref<void()> Body);
  /// What a directive is where the threads that it starts are there already.
  void openMPBody(const clang::OMPExecutableDirective *D, TeamRole Inside);
  void sharedOut(const clang::OMPExecutableDirective *D, TeamRole Inside);
  void taskGroup(clang::SourceRange R, llvm::function_ref<void()> Body);
  void sections(const clang::OMPExecutableDirective *D);
  void critical(const clang::OMPExecutableDirective *D);
  void joinTasks(bool Deep, clang::SourceRange R);
  void atomicDirective(const clang::OMPAtomicDirective *D);
  void atomicStatement(const clang::OMPAtomicDirective *D);
  // OpenMPOutline.cpp
  void outline(const clang::OMPExecutableDirective *D, TeamRole Role);
  std::shared_ptr<const OutlinedRegion>
  outlinedRegion(const clang::OMPExecutableDirective *D, TeamRole Role,
                 std::vector<TermId> &Args);
  void dependences(const clang::OMPExecutableDirective *D);
  void outlinedBody();
  bool isReadOnlyShared(const clang::VarDecl *VD);
  std::optional<TermId> handOver(OutlinedRegion &Out, const clang::VarDecl *VD,
                                 std::optional<DataSharing> Sharing,
                                 clang::SourceRange R);
  /// The handle of all tasks that are started here.
  PlaceId taskHandle();
  // OpenMPData.cpp
  /// A variable that a construct replaces by one of each thread's own.
  struct OwnVariable {
    const clang::VarDecl *Var = nullptr;
    const clang::VarDecl *Copy = nullptr;   ///< Clang's: how it is initialised
    const clang::VarDecl *Source = nullptr; ///< … from what
    DataSharing Sharing = DataSharing::Private;
    bool First = false; ///< LastPrivate: gets the original's value, too
    std::optional<BinaryOp> Combine;
  };
  std::vector<OwnVariable> ownVariables(const clang::OMPExecutableDirective *D);
  struct OwnCopy {
    OwnVariable What;
    PlaceId Original = PlaceId::None, Own = PlaceId::None;
    PlaceId OldName = PlaceId::None;
    std::optional<LocalId> OldLocal;
  };
  OwnCopy makeOwn(const OwnVariable &V, clang::SourceRange R);
  /// \p Body, in which the variables of \p D's clauses are each thread's own.
  void withOwn(const clang::OMPExecutableDirective *D,
               llvm::function_ref<void()> Body);
  void giveBack(const OwnCopy &C, clang::SourceRange R);
  void forgetThreadPrivate(clang::SourceRange R);

  void variableArguments(const clang::CallExpr *E, llvm::StringRef Name);
  TermId nextArgument(const clang::VAArgExpr *E);
  PlaceId listPlace(const clang::Expr *List);
  TermId exoticScalar(const clang::Expr *E);
  TermId pseudoObject(const clang::PseudoObjectExpr *E);
  std::vector<TermId> touchedBy(const clang::Stmt *S);
  TermId havocValue(HavocReason Reason, const clang::Expr *E,
                    llvm::StringRef Text);
  PlaceId havocPlace(HavocReason Reason, const clang::Expr *E,
                     llvm::StringRef Text);

  // --- Bodies ---------------------------------------------------------------
  void declareParams(const clang::FunctionDecl *FD);
  void functionBody();
  void beforeMain();
  void callHandlers(llvm::ArrayRef<const clang::FunctionDecl *> Of,
                    clang::SourceRange R);
  void constructorInits(const clang::CXXConstructorDecl *CD);
  void constructorInit(const clang::CXXCtorInitializer *I);
  void destructorMembers(const clang::CXXRecordDecl *RD);
  void destructorBody();
  void lambdaInvokerBody();
  void globalInitBody();
  void globalTeardownBody();

  ModuleLowerer &L;
  clang::ASTContext &Ctx;
  const PendingBody P;
  const clang::FunctionDecl *FD; ///< whose body this is, or null
  GraphBuilder B;
  DeclPosition Home; ///< of the function; ranges are relative to it
  std::map<std::string, uint32_t> Origins;

  bool IsNoexcept = false;
  unsigned Nesting = 0;
  unsigned Partitioned = 0; ///< nested loops that OpenMP divides from here
  LocalId This = LocalId::None;
  Suspend::OpKind SuspendAs = Suspend::OpKind::Await;
  BlockId CoroutineFinal = BlockId::None;
  size_t CoroutineDepth = 0;
  /// The object that default member initialisers of an aggregate speak of.
  PlaceId ThisObject = PlaceId::None;
  PlaceId ReturnSlot = PlaceId::None;
  llvm::DenseMap<const clang::VarDecl *, LocalId> Vars;
  llvm::DenseMap<uint32_t, const clang::VarDecl *> VarOf; ///< and back
  /// OpenMP: what a variable is called where each thread has its own, and in
  /// the function that a region has become.
  llvm::DenseMap<const clang::VarDecl *, PlaceId> Renamed;
  /// … those that were handed over by value.
  llvm::DenseSet<const clang::VarDecl *> GivenByValue;
  std::vector<PlaceId> TaskGroups; ///< handles, innermost last
  llvm::DenseMap<const clang::OpaqueValueExpr *, TermId> OpaqueTerms;
  llvm::DenseMap<const clang::OpaqueValueExpr *, PlaceId> OpaquePlaces;
  TermId ArrayIndex = TermId::None;

  llvm::DenseMap<const clang::ValueDecl *, clang::FieldDecl *> Captures;
  clang::FieldDecl *ThisCapture = nullptr;
  const clang::CXXRecordDecl *Closure = nullptr;

  std::vector<Cleanup> Stack;
  std::vector<Cleanup> Extended; ///< of the running full expression
  /// Block from which the conditional part of a full expression starts; None
  /// outside of one.
  BlockId Conditional = BlockId::None;
  BlockId Terminate = BlockId::None;
  const clang::Stmt *Owner = nullptr; ///< innermost scope

  struct JumpTarget {
    BlockId Break = BlockId::None, Continue = BlockId::None;
    size_t Depth = 0;
    size_t ContinueDepth = 0;
    const clang::Stmt *Of = nullptr;
  };
  std::vector<JumpTarget> Targets;
  struct SwitchState {
    std::vector<SwitchCase> Cases;
    std::vector<BlockId> Blocks;
    BlockId Default = BlockId::None;
    IntShape Shape;
  };
  SwitchState *Switch = nullptr;

  struct Label {
    BlockId Block = BlockId::None;
    llvm::SmallVector<const clang::Stmt *, 4> Scopes; ///< around it
    size_t Depth = 0; ///< of clean-ups, once it is lowered
    bool Lowered = false;
    bool AddressTaken = false;
  };
  llvm::DenseMap<const clang::LabelDecl *, Label> Labels;
  std::vector<const clang::LabelDecl *> TakenLabels;
  void findLabels(const clang::Stmt *Body);

  std::optional<llvm::DenseSet<const clang::VarDecl *>> Taken;
  /// Variables that some OpenMP region changes which they are older than.
  std::optional<llvm::DenseSet<const clang::VarDecl *>> ChangedInRegion;
};

} // namespace heddle

#endif // HEDDLE_FRONTEND_LOWER_FUNCTIONLOWERER_H
