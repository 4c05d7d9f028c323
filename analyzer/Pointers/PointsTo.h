//===- PointsTo.h - What pointers may point to, who calls whom --*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Names for memory. An *object* is what one declaration, one allocation or
/// one thrown exception creates; a *cell* is an object or a part of one, named
/// by members and elements (`Forks[].Lock`). The analysis says which cells a
/// place may denote, which functions a call may reach and what another thread
/// may get hold of. It is inclusion-based (Andersen), field-sensitive,
/// flow-insensitive, over the whole program, with the call graph built on the
/// fly; PointsTo.cpp opens with how.
///
/// What it does not do: it knows no order (a pointer that ever pointed
/// somewhere, always does) and one context (see ContextId), except that small
/// factory functions make an object per call site. Everything that it can't
/// follow is one object, ObjectKind::Unknown, and an entry in the ledger.
///
/// All results are sorted and do not depend on addresses or hashing.
/// Thread safety: immutable once computed; share it const.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_POINTERS_POINTSTO_H
#define HEDDLE_POINTERS_POINTSTO_H

#include "analyzer/Link/Program.h"

#include "llvm/ADT/ArrayRef.h"

#include <memory>
#include <string>
#include <vector>

namespace heddle {

enum class ObjectId : uint32_t { None = UINT32_MAX };
enum class CellId : uint32_t { None = UINT32_MAX };

/// The seam for context sensitivity: today there is one context, which stands
/// for all. Queries take it last, so that adding origins changes no caller
/// that does not care.
enum class ContextId : uint32_t { All = 0 };

enum class ObjectKind : uint8_t {
  Global,    ///< Global
  Local,     ///< Local of Func: variable, parameter or temporary
  Heap,      ///< made at Site; cloned per CallSite for factory functions
  Argument,  ///< at Site, a plain value is bound to a reference: the copy that
             ///< a library keeps (std::thread, std::bind), a temporary
  Function,  ///< Func itself
  Result,    ///< what Func returns, on its way to the callers
  Exception, ///< thrown at Site
  String,    ///< string literals, all of them
  External,  ///< what the world outside hands in: objects of Type that
             ///< callers of a library's entries pass, argv
  Unknown,   ///< the one object that stands for everything not followed
  Thread,    ///< the thread(s) that the Spawn at Site starts: what a handle
             ///< refers to (content of std::thread, pthread_t, a future)
};

struct MemObject {
  ObjectKind Kind = ObjectKind::Unknown;
  GlobalId Global = GlobalId::None;
  FuncId Func = FuncId::None; ///< owner of a Local, Result; the function
  LocalId Local = LocalId::None;
  EventRef Site;     ///< Heap: Allocate; Argument: call or spawn; Exception
  EventRef CallSite; ///< Heap: of the factory that allocates; Func None: not
                     ///< cloned
  TypeId Type = TypeId::None; ///< None: not known
  /// May stand for several objects that are alive at the same time: allocated
  /// in a loop or in a function that runs often, local of a function that is
  /// recursive or that several threads run, External, Unknown. An array is one
  /// object; its elements are a matter of cells.
  bool Multiple = false;
  bool ThreadLocal = false; ///< one per thread: never shared by its name
  std::string Name; ///< for messages: `Balance`, `heap object allocated at
                    ///< f.cpp:12`
};

/// How a cell lies in its parent: a member, or an element of an array.
/// Elements with a constant index have cells of their own (`M[0]`, `M[1]`),
/// all others share one (`M[]`), which overlaps each of them.
struct CellStep {
  bool IsElement = false;
  int64_t Index = -1; ///< elements: -1: any
  FieldRef Field;     ///< REQUIRES: not IsElement
  friend auto operator<=>(const CellStep &, const CellStep &) = default;
};

/// How two cells share memory.
enum class Overlap : uint8_t {
  None,
  Same,     ///< the same cell
  Part,     ///< one is part of the other
  View,     ///< members of a union, or two types' views of the same bytes
  BitField, ///< neighbouring bit-fields: other bits of one memory location
};

enum class CalleeKind : uint8_t {
  Direct,
  Virtual, ///< overrider for a possible dynamic type
  Pointer, ///< through a pointer to function or member
  Object,  ///< call operator of the closure or functor This
  Callback ///< handed to an unknown function, which may call it
};

struct Callee {
  FuncId Func = FuncId::None;
  CellId This = CellId::None; ///< Object (and bound `this`): the object called
  /// The callable wrapper (std::bind's result) that This or the function
  /// pointer was found in, if its bound arguments come before the call's.
  CellId Bound = CellId::None;
  CalleeKind Kind = CalleeKind::Direct;
  friend auto operator<=>(const Callee &, const Callee &) = default;
};

/// One parameter of a callee and what it gets at a call, spawn or once.
struct Binding {
  LocalId Param = LocalId::None; ///< in the callee; `this` too
  /// The argument, a term of the caller. None: no expression of the caller
  /// names it (bound earlier by std::bind, `this` of a closure, unknown).
  TermId Arg = TermId::None;
  /// Param is a reference and denotes not an object of the caller but a copy
  /// of Arg's value that the library or the call made (std::thread decays its
  /// arguments): Copy, an object of kind Argument.
  CellId Copy = CellId::None;
  /// What Param may point to because of this call, if it is a pointer or a
  /// reference. Sorted.
  std::vector<CellId> Pointees;
};

enum class EscapeKind : uint8_t {
  None,          ///< only the thread that made it can reach it
  Global,        ///< is a variable with static storage, not thread-local
  FromGlobal,    ///< Via, which escapes, may point to it
  SpawnTarget,   ///< is the object that a thread starts to run, at Site
  SpawnArgument, ///< handed to a thread at Site
  UnknownCall,   ///< handed to code without a model at Site
  External,      ///< came from outside
};

/// Why other threads may reach an object: the first step of the shortest chain.
struct EscapeReason {
  EscapeKind Kind = EscapeKind::None;
  EventRef Site;                 ///< Spawn* and UnknownCall
  ObjectId Via = ObjectId::None; ///< FromGlobal, and below Spawn*: the object
                                 ///< whose content leads here
  explicit operator bool() const { return Kind != EscapeKind::None; }
};

struct PointerOptions {
  unsigned MaxDepth = 6; ///< steps of a cell's path; deeper ones collapse
  uint64_t MaxWork = 50'000'000;  ///< elements moved between sets; then Budget
  unsigned MaxFactoryEvents = 40; ///< a longer function is no factory
};

struct PointerStats {
  uint64_t Objects = 0, Cells = 0, Constraints = 0, Work = 0;
  unsigned Collapsed = 0; ///< paths cut at MaxDepth
  unsigned CallsIndirect = 0, CallsUnresolved = 0;
  bool BudgetReached = false;
};

class PointsTo {
public:
  /// Runs the analysis over \p P, which must outlive the result; adds what is
  /// not followed to \p Gaps (UnknownCallee, UnresolvedPointer,
  /// UnresolvedSpawn, Budget, Havoc).
  PointsTo(const Program &P, Ledger &Gaps, const PointerOptions &Options = {});
  ~PointsTo();
  PointsTo(PointsTo &&) noexcept;
  PointsTo &operator=(PointsTo &&) noexcept;

  // ---- Objects and cells ----------------------------------------------------
  uint32_t objectCount() const;
  const MemObject &operator[](ObjectId Id) const;
  ObjectId unknown() const; ///< the one object of kind Unknown

  uint32_t cellCount() const;
  CellId cellOf(ObjectId Id) const; ///< the whole object
  ObjectId objectOf(CellId Id) const;
  CellId parent(CellId Id) const; ///< None for a whole object
  CellStep step(CellId Id) const; ///< REQUIRES: has a parent
  TypeId typeOf(CellId Id) const; ///< None: not known
  llvm::ArrayRef<CellId> children(CellId Id) const;
  /// The part of \p Id, None if nobody ever speaks of it.
  CellId find(CellId Id, FieldRef Field) const;
  CellId findElement(CellId Id) const;
  CellId cellOf(GlobalId Id) const;
  CellId cellOf(FuncId F, LocalId Id) const;

  Overlap overlap(CellId A, CellId B) const;
  bool mayOverlap(CellId A, CellId B) const {
    return overlap(A, B) != Overlap::None;
  }
  /// Some cell of \p L with some cell of \p R.
  bool mayOverlap(llvm::ArrayRef<CellId> L, llvm::ArrayRef<CellId> R) const;
  /// Stands for exactly one location at any time: two threads that name the
  /// cell name the same memory, so a lock held there excludes. False for parts
  /// of Multiple objects, elements, thread-locals.
  bool isUnique(CellId Id) const;
  /// `Balance`, `A.Lock`, `Forks[].Lock`.
  std::string displayName(CellId Id) const;

  // ---- Pointers -------------------------------------------------------------
  /// What \p P may denote: sorted, never empty for code that can run; contains
  /// the cell of unknown() where the analysis can't tell. Empty: nothing the
  /// analysis knows makes the pointer point anywhere (dead code, or null).
  llvm::ArrayRef<CellId> cells(FuncId F, PlaceId P,
                               ContextId C = ContextId::All) const;
  /// What the value of \p T may point to, for terms that are addresses.
  llvm::ArrayRef<CellId> pointsTo(FuncId F, TermId T,
                                  ContextId C = ContextId::All) const;
  /// What the content of \p Id may point to.
  llvm::ArrayRef<CellId> pointees(CellId Id) const;

  /// The locks a guard (std::lock_guard, unique_lock…) may refer to.
  std::vector<CellId> locksOf(FuncId F, PlaceId Guard) const;
  /// The Spawn events whose threads the handle at \p P may name, however it
  /// was moved or stored since; sorted. Complete unless \p Complete is set to
  /// false.
  std::vector<EventRef> threadsOf(FuncId F, PlaceId P, bool &Complete) const;

  // ---- Calls ----------------------------------------------------------------
  /// Functions with a body that \p Site (Call, Spawn, OnceOp::Call; an unknown
  /// Call or Havoc: callbacks) may run. Sorted.
  llvm::ArrayRef<Callee> callees(EventRef Site,
                                 ContextId C = ContextId::All) const;
  /// May \p Site also run code that has no model?
  bool isUnresolved(EventRef Site) const;
  /// Sites that may run \p F, sorted; look at the event to tell a call from a
  /// spawn.
  llvm::ArrayRef<EventRef> callersOf(FuncId F) const;
  /// What each parameter of \p Callee (this first) gets at \p Site, in order
  /// of the parameters; parameters that get nothing are left out.
  std::vector<Binding> bindings(EventRef Site, const Callee &To) const;

  /// Can \p F run at all: reached from the entries, static initialisation or
  /// a spawn?
  bool isReachable(FuncId F) const;
  /// Strongly connected components of the call graph (Call and OnceOp edges;
  /// a spawn is no call), callees before callers, each sorted.
  llvm::ArrayRef<std::vector<FuncId>> bottomUp() const;
  uint32_t componentOf(FuncId F) const; ///< index into bottomUp()
  bool isRecursive(FuncId F) const;
  /// Runs \p Site at most once in a run of the program: not in a loop, in a
  /// function that itself runs once.
  bool runsOnce(EventRef Site) const;
  bool runsOnce(FuncId F) const;

  // ---- Escape ---------------------------------------------------------------
  /// Why threads other than the one that made \p Id may reach it.
  EscapeReason escape(ObjectId Id) const;

  const PointerStats &stats() const;

private:
  struct Impl;
  std::unique_ptr<Impl> State;
};

} // namespace heddle

#endif // HEDDLE_POINTERS_POINTSTO_H
