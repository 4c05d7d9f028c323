//===- Rewriter.h - Library calls to events ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The rewriter of one body. A library call, or one that another implies (the
/// constructor of a vector's new element), is a LibraryCall: what is called,
/// on what, with what. Applying it finds the first entry whose conditions hold
/// and emits the events of its effects; one file a family of verbs emits them
/// (Emit*.cpp), Operands.cpp says what paths and values mean at this call.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SPECS_REWRITER_H
#define HEDDLE_SPECS_REWRITER_H

#include "analyzer/Specs/BodyBuilder.h"
#include "analyzer/Specs/SpecTable.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <map>
#include <set>
#include <vector>

namespace heddle::spec {

enum class PassedAs : uint8_t { Value, LValue, RValue };

/// An argument: a value, or the address of an object that is passed by
/// reference.
struct Argument {
  TermId Term = TermId::None;
  TypeId Type = TypeId::None; ///< of the object or value, without reference
  PassedAs As = PassedAs::Value;
};
using Arguments = std::vector<Argument>;

struct LibraryCall {
  FuncId Via = FuncId::None;       ///< what the program calls
  RecordId Class = RecordId::None; ///< of a member
  PlaceId This = PlaceId::None;
  Arguments Args;
  PlaceId Result = PlaceId::None;
  TypeId ResultType = TypeId::None; ///< None or void: no result
  bool ResultUsed = false;
  bool Const = false;
  bool MayThrow = false;
  std::vector<TemplateArg> ClassArgs, FunctionArgs;
  bool ResultSet = false; ///< an event has given the result its value
  unsigned Depth = 0;     ///< of calls implied by calls
};

/// What INVOKE(callee, args...) comes to.
struct Invocation {
  FuncId Direct = FuncId::None; ///< where the function is known
  TermId Target = TermId::None; ///< as Call::Target
  bool Member = false;          ///< Direct takes its object as Args[0]
  Arguments Args;
};

class Rewriter {
public:
  Rewriter(Module &M, TypeTable &Types, const SpecSet::Impl &Specs, FuncId F);

  /// Rewrites all blocks.
  void run(SpecStats &Stats);

private:
  // Rewriter.cpp: the walk over the body.
  void collectMoves();
  void countPredecessors();
  void makeAtomic();
  void simplifyTries();
  void rewriteBlock(BasicBlock &Block, std::vector<RelativeRange> *Ranges,
                    SpecStats &Stats);
  /// False: the call stays as it is.
  bool rewriteCall(const Call &C, SpecStats &Stats);
  LibraryCall libraryCall(const Call &C);
  void noteKept(const Event &E);
  void emit(Event E) { Out.push_back(std::move(E)); }

  // Match.cpp.
  const FunctionSpec *select(const Entries &All, const LibraryCall &C);
  bool matches(const Condition &When, const LibraryCall &C);
  bool matchesResult(const TypePattern &Pattern, const LibraryCall &C);
  bool matches(const TypePattern &Pattern, TypeId Type, PassedAs As,
               const LibraryCall &C);
  bool matches(const TypePattern::Alternative &A, TypeId Type, PassedAs As,
               const LibraryCall &C);

  // Operands.cpp: what paths, values and types mean at a call.
  PlaceId place(const Path &P, LibraryCall &C);
  /// One place, or for `arg0..` one for each argument.
  llvm::SmallVector<PlaceId, 4> places(const Path &P, LibraryCall &C);
  PlaceId rootPlace(const Path &P, LibraryCall &C, RecordId &Class);
  PlaceId step(PlaceId P, RecordId Class, const PathStep &Step, LibraryCall &C);
  PlaceId pseudoField(PlaceId Base, RecordId Class, PseudoField Field);
  PlaceId pointee(PlaceId P, RecordId Class);
  PlaceId pointee(const Argument &A);
  bool isNull(TermId T);
  PlaceId elementOf(PlaceId P, TermId Index);
  TermId term(const Value &V, LibraryCall &C);
  Argument argument(const Value &V, LibraryCall &C);
  Arguments arguments(const Operand *List, LibraryCall &C);
  PlaceId objectOf(const Argument &A);
  TermId withoutUpcast(TermId T);
  TermId contentOf(PlaceId P);
  TermId term(const Argument &A);
  /// The value of an argument; reads the object where it is a reference.
  TermId read(const Argument &A, const LibraryCall &C);
  Argument objectArgument(PlaceId P, PassedAs As);
  TypeId type(const TypeExpr &E, llvm::ArrayRef<TemplateArg> ClassArgs,
              const LibraryCall *C);
  MemoryOrder order(const Effect &E, LibraryCall &C);
  const ClassSpec *specOf(RecordId R);
  const ClassSpec *specOf(PlaceId P);
  bool isGuard(PlaceId P);
  uint32_t sizeOf(PlaceId P);

  // Apply: effects to events.
  bool apply(const Entries &All, LibraryCall &C);
  void emitEffect(const Effect &E, LibraryCall &C);
  static bool speaksOfMissing(const Effect &E, const LibraryCall &C);

  // EmitMemory.cpp.
  void emitAccess(const Effect &E, AccessKind Kind, LibraryCall &C);
  void emitAssign(const Effect &E, LibraryCall &C);
  void emitReturn(const Effect &E, LibraryCall &C);
  void emitAllocate(const Effect &E, LibraryCall &C);
  void emitFree(const Effect &E, LibraryCall &C);
  void emitReadText(const Effect &E, LibraryCall &C);
  bool isUnshared(AccessKind Kind, PlaceId P);
  void access(AccessKind Kind, PlaceId P, const LibraryCall &C,
              TermId Value = TermId::None, bool Init = false);
  void accessDeep(AccessKind Kind, PlaceId P, const LibraryCall &C,
                  std::set<RecordId> &Seen);
  // EmitBuffers.cpp: what a function touches behind what it is given.
  bool isBuffer(const Argument &A, const LibraryCall &C);
  bool isFirstOfBuffer(const Path &P, const LibraryCall &C);
  PlaceId restBehind(PlaceId P, uint32_t SizeBytes);
  void accessRest(AccessKind Kind, PlaceId P, uint32_t SizeBytes,
                  const LibraryCall &C, TermId Value = TermId::None);
  void assignRest(const Effect &E, PlaceId To, LibraryCall &C);
  void setResult(TermId Value, LibraryCall &C);
  PlaceId resultOf(LibraryCall &C);

  // EmitObjects.cpp: objects that live in library objects.
  void construct(PlaceId P, TypeId Type, Arguments Args, LibraryCall &Outer);
  bool constructSpecified(PlaceId P, RecordId R, const Arguments &Args,
                          LibraryCall &Outer);
  void constructUser(PlaceId P, RecordId R, const Arguments &Args,
                     LibraryCall &Outer);
  void copyFields(PlaceId To, RecordId R, const Argument &From,
                  LibraryCall &Outer);
  // EmitElements.cpp: elements that are told apart, and output iterators.
  void emitFillElements(const Effect &E, LibraryCall &C);
  void emitCopyElements(const Effect &E, LibraryCall &C);
  void emitGetElement(const Effect &E, LibraryCall &C);
  void emitWriteAll(const Effect &E, LibraryCall &C);
  void emitWriteThrough(const Effect &E, LibraryCall &C);
  PlaceId tupleElement(PlaceId Tuple, RecordId R, uint32_t Index);

  FuncId findConstructor(RecordId R, const Arguments &Args);
  void destruct(PlaceId P, const Effect &E, LibraryCall &Outer);
  void emitDelete(const Effect &E, LibraryCall &C);
  bool isMovedFrom(const Effect &E, LibraryCall &C);
  LibraryCall memberCall(RecordId R, PlaceId This, Arguments Args,
                         const LibraryCall &Outer);

  // Invoke.cpp: calls of what the program hands to the library.
  Invocation resolve(const Argument &Callee, Arguments Args);
  void prependStopToken(Invocation &I, RecordId R);
  bool applyDirect(FuncId F, const Arguments &Args, PlaceId Result,
                   LibraryCall &C);
  Invocation resolveMember(TermId Callee, Arguments Args);
  FuncId functionBehind(TermId T);
  FuncId callOperator(RecordId R, const Arguments &Args);
  std::vector<TermId> adapt(const Invocation &I, const LibraryCall &C);
  TermId adapt(const Argument &A, TypeId Param, const LibraryCall &C);
  void invoke(const Argument &Callee, Arguments Args, PlaceId Result,
              LibraryCall &C);
  /// The copy that a thread or a function wrapper keeps.
  Argument decayCopy(const Argument &A, LibraryCall &C);
  Argument unwrap(const Argument &A);
  void emitCall(const Effect &E, LibraryCall &C);
  uint32_t boundCount(RecordId R);
  void emitKeep(PlaceId To, const Argument &A, LibraryCall &C);
  void emitBind(const Effect &E, LibraryCall &C);

  // EmitLocks.cpp.
  void emitLock(const Effect &E, LibraryCall &C);
  void emitAcquire(const Effect &E, LibraryCall &C);
  void emitTryAcquire(const Effect &E, LibraryCall &C);
  void emitRelease(const Effect &E, LibraryCall &C);
  void emitGuardOp(const Effect &E, GuardOp::OpKind Op, LibraryCall &C);
  void emitSyncObject(const Effect &E, LibraryCall &C);
  bool boundTo(PlaceId Guard, PlaceId Lock);
  /// A mutex class of the program: its own function does the work.
  void callUserLock(PlaceId Lock, llvm::StringRef Method, PlaceId Result,
                    LibraryCall &C);

  // EmitThreads.cpp.
  void emitThread(const Effect &E, LibraryCall &C);
  void emitSpawn(const Effect &E, LibraryCall &C);
  void emitOnce(const Effect &E, LibraryCall &C);
  void emitHandler(const Effect &E, LibraryCall &C);
  void emitThreadOp(const Effect &E, ThreadOp::OpKind Op, LibraryCall &C);

  // EmitSync.cpp.
  void emitSync(const Effect &E, LibraryCall &C);
  void emitFact(const Effect &E, LibraryCall &C);

  /// What a temporary of this block is known to hold: `std::ref(x)` makes the
  /// address of x known to be in the temporary's $pointee, so that the events
  /// of a later call can speak of x itself.
  using CellKey = std::pair<LocalId, FieldRef>;
  std::optional<CellKey> cellOf(PlaceId P);
  void remember(PlaceId P, TermId Value);
  void forget(LocalId L);

  Module &M;
  const SpecSet::Impl &Specs;
  FuncId F;
  BodyBuilder B;
  std::vector<Event> Out;
  using Knowledge = std::map<CellKey, TermId>;
  Knowledge Known;
  std::vector<Knowledge> KnownAtEnd;     ///< of blocks, as far as rewritten
  std::vector<uint32_t> OnlyPredecessor; ///< UINT32_MAX: none, or several
  std::set<LocalId> Moved;
  /// Attribute objects (pthread_attr_t, pthread_mutexattr_t) by the local or
  /// global they are, and what was set in them.
  std::set<std::tuple<LocalId, GlobalId, Word>> AttributesSet;
  uint32_t LastGroup = 0;
};

} // namespace heddle::spec

#endif // HEDDLE_SPECS_REWRITER_H
