//===- Builder.h - From events to constraints ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads the bodies of all functions that can run and makes their constraints;
/// resolves calls as pointers to functions and objects become known, which
/// makes further functions run. One class over three files: Builder.cpp drives
/// and makes objects, Generate.cpp reads events, Resolve.cpp resolves calls.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_POINTERS_BUILDER_H
#define HEDDLE_POINTERS_BUILDER_H

#include "analyzer/Pointers/Cells.h"
#include "analyzer/Pointers/Hierarchy.h"
#include "analyzer/Pointers/Solver.h"

#include "llvm/ADT/BitVector.h"

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

namespace heddle::pointers {

/// What a place denotes: one cell, or all that a node points to, or (neither)
/// nothing.
struct Location {
  CellId Cell = CellId::None;
  NodeId Pointer = NodeId::None;
  bool known() const { return valid(Cell) || valid(Pointer); }
};

/// What a term is, as far as addresses go: one address, the set of a node, or
/// no address.
struct Value {
  CellId Address = CellId::None;
  NodeId Node = NodeId::None;
  bool known() const { return valid(Address) || valid(Node); }
};

using InstanceId = uint32_t;
constexpr InstanceId NoInstance = UINT32_MAX;

/// A function as analysed once: for everybody, or (factories) for one call.
struct Instance {
  FuncId Func = FuncId::None;
  InstanceId Parent = NoInstance; ///< the caller's, if that is a factory too
  EventRef Site;                  ///< Func None: for everybody
  std::vector<CellId> Locals;
  CellId Result = CellId::None;
  CellId VarArgs = CellId::None;
  std::vector<Location> Places;
  std::vector<Value> Terms;
  std::vector<bool> PlaceDone, TermDone;
  bool Generated = false;
};

/// How a parameter gets its value from its source.
enum class FlowKind : uint8_t {
  Value,     ///< param := source
  Contents,  ///< param := *source
  Unwrap,    ///< param := what the smart pointer or reference_wrapper holds
  CopyOf,    ///< param := address of a copy of the source
  AddressOf, ///< param := address of the source, which is a cell
  Anything,  ///< param := unknown
};

struct ParamFlow {
  LocalId Param = LocalId::None;
  uint32_t Position = 0; ///< among the callee's parameters, `this` included
  FlowKind Kind = FlowKind::Value;
  TermId Term = TermId::None; ///< the source: a term of the caller, or
  CellId Cell = CellId::None; ///< a cell (bound argument, closure)
};

struct SiteInfo {
  std::vector<Callee> Callees; ///< sorted when done
  bool UnknownTarget = false;  ///< a pointer or object that is not known
  bool UnknownCallee = false;  ///< a function without a body
};

/// An address that code without a model gets hold of.
struct Leak {
  InstanceId In;
  TermId Term;
  EventRef Site;
};

class Builder {
public:
  Builder(const Program &P, const PointerOptions &Options);

  /// Generates and solves to the fixpoint.
  void run();

  /// The sources of the parameters of \p To at \p Site.
  std::vector<ParamFlow> paramFlows(EventRef Site, const Callee &To) const;
  /// Would \p Site, a virtual call, run \p F for the object \p Target?
  bool dispatchesTo(const Call &C, CellId Target, FuncId F) const;
  CellId argumentCopy(EventRef Site, FuncId To, uint32_t Position) const;
  /// The cell that stands in public for one of a factory's own locals.
  CellId canonical(CellId Id) const;

  const Program &P;
  const Module &M;
  PointerOptions Options;
  CellTable Cells;
  Solver S;
  Hierarchy Classes;

  std::vector<Instance> Instances;
  std::vector<std::vector<InstanceId>> InstancesOf; ///< by function
  std::map<EventRef, SiteInfo> Sites;
  std::vector<Leak> Leaks;
  /// Unknown functions and where they are called.
  std::map<FuncId, std::set<EventRef>> UnknownCallees;
  std::map<EventRef, CellId> ThreadObjects; ///< by Spawn
  /// Heap objects: the sites of the factory calls, innermost first.
  std::map<ObjectId, std::vector<EventRef>> HeapChains;

  CellId globalCell(GlobalId Id);
  CellId functionCell(FuncId Id);
  CellId stringCell();
  const std::vector<CellId> &globalCells() const { return GlobalCells; }
  InstanceId base(FuncId F);

private:
  // Builder.cpp
  InstanceId instanceFor(FuncId F, InstanceId Caller, EventRef Site);
  InstanceId makeInstance(FuncId F, InstanceId Parent, EventRef Site);
  void makeLocals(Instance &I, const Instance *Base);
  bool isFactory(FuncId F, unsigned Depth = 0);
  llvm::BitVector addressTaken(const Body &B) const;
  void seedRoots();
  void bindOutside(InstanceId I);
  void require(InstanceId I);
  void onNewCell(CellId Id);

  // Generate.cpp
  void generate(InstanceId I);
  void event(const Access &E, EventRef At);
  void event(const Assign &E, EventRef At);
  void event(const Call &E, EventRef At);
  void event(const Acquire &E, EventRef At);
  void event(const TryAcquire &E, EventRef At);
  void event(const GuardOp &E, EventRef At);
  void event(const Spawn &E, EventRef At);
  void event(const ThreadOp &E, EventRef At);
  void event(const OnceOp &E, EventRef At);
  void event(const QueueOp &E, EventRef At);
  void event(const Allocate &E, EventRef At);
  void event(const Havoc &E, EventRef At);
  void event(const Suspend &E, EventRef At);
  void event(const ParallelRegion &E, EventRef At);
  void event(const Throw &E, EventRef At);
  void event(const Catch &E, EventRef At);
  void event(const Return &E, EventRef At);
  template <class OtherT> void event(const OtherT &, EventRef) {}

  Location place(PlaceId Id);
  Location evaluatePlace(const Place &X);
  Value term(TermId Id);
  Value evaluateTerm(const Term &X);
  Location partOf(Location Whole, const Step &S);
  Location field(PlaceId Base, PseudoField Field);
  Step elementStep(const Place &X) const;
  Value valueOf(Location L);
  Value addressOf(Location L);
  void store(Value V, Location To);
  void copy(Location From, Location To);
  void flow(TermId From, Location To, TypeId ToType);
  void flow(TermId From, PlaceId To);
  void bindGuard(PlaceId Guard, PlaceId Lock);
  void havoc(Location L, EventRef At);
  TypeId allocatedType(const Allocate &E) const;
  CellId heapObject(const Allocate &E, EventRef At);
  CellId varArgs(InstanceId Id);
  CellId siteObject(ObjectKind Kind, EventRef At, TypeId Type);

  bool carriesAddresses(TypeId Id) const;
  bool isAggregate(TypeId Id) const;
  const Body &body() const { return *M[current().Func].Definition; }
  Instance &current() { return Instances[CurrentId]; }
  const Instance &current() const { return Instances[CurrentId]; }

  // Resolve.cpp
  enum class PendingKind : uint8_t { Virtual, Target, Touch };
  struct Pending {
    PendingKind Kind;
    InstanceId Caller;
    EventRef Site;
    CellId Bound; ///< Target: the wrapper it was found in
    friend auto operator<=>(const Pending &, const Pending &) = default;
  };
  std::vector<TermId> argumentsOf(EventRef Site) const;
  void onWatch(uint32_t Tag, CellId Target);
  void watch(Value V, Pending W);
  void resolveVirtual(const Pending &W, CellId Target);
  void resolveTarget(const Pending &W, CellId Target);
  void resolveObject(const Pending &W, CellId Target);
  void callFunction(const Pending &W, FuncId F);
  void callUnknown(InstanceId Caller, EventRef Site, FuncId F);
  InstanceId connect(InstanceId Caller, EventRef Site, Callee To);
  void bind(InstanceId Caller, EventRef Site, const Callee &To,
            InstanceId Target);
  void bindParam(const ParamFlow &Flow, InstanceId Caller, EventRef Site,
                 InstanceId Target);
  void bindResult(InstanceId Caller, EventRef Site, const Callee &To,
                  InstanceId Target);
  void touch(CellId Target, EventRef Site);
  void leak(TermId Arg, EventRef Site);
  FlowKind classify(const Local &Param, const ParamFlow &Source,
                    TypeId SourceType) const;
  bool related(TypeId A, TypeId B) const;
  std::optional<uint32_t> placeholder(CellId Bound) const;
  std::vector<FuncId> callOperators(RecordId R, size_t Args) const;

  InstanceId CurrentId = NoInstance;
  std::vector<InstanceId> Work;
  std::vector<CellId> GlobalCells, FunctionCells;
  CellId Strings = CellId::None;
  NodeId Exceptions = NodeId::None; ///< all exceptions that are thrown
  std::vector<int8_t> Factory;      ///< by function: -1 not known yet
  std::map<std::tuple<FuncId, InstanceId, EventRef>, InstanceId> InstanceIds;
  std::map<ObjectId, CellId> Canonical; ///< roots
  std::vector<Pending> Pendings;
  std::set<Pending> Watched; ///< wrappers looked into, against going round
  std::set<std::tuple<InstanceId, EventRef, Callee>> Connected;
  struct BoundCall {
    InstanceId Caller;
    EventRef Site;
    Callee To;
    InstanceId Target;
  };
  std::map<CellId, std::vector<BoundCall>> BoundCalls; ///< by wrapper
  std::map<std::tuple<EventRef, FuncId, uint32_t>, CellId> Copies;
  std::map<std::pair<EventRef, ObjectKind>, CellId> SiteObjects;
  llvm::DenseSet<uint32_t> Touched; ///< cells that unknown code may write
  llvm::DenseMap<uint32_t, EventRef> TouchedAt;
  llvm::DenseMap<uint32_t, TypeId> ResultHints; ///< locals of the current body
};

} // namespace heddle::pointers

#endif // HEDDLE_POINTERS_BUILDER_H
