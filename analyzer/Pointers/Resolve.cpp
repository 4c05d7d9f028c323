//===- Resolve.cpp - Who is called, with what -----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A direct call is resolved when its event is read. All others watch a set:
/// a virtual call that of its object, an indirect one that of its target. What
/// turns up there is a function, a closure or functor, a wrapper that holds
/// one of these (std::function, std::bind, packaged_task: followed through
/// $callable), or something unknown. Code without a model can do anything with
/// what it is handed: write it, keep it, call it.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Pointers/Builder.h"

#include "llvm/ADT/STLExtras.h"

namespace heddle::pointers {

// ---- Calls -----------------------------------------------------------------

void Builder::event(const Call &E, EventRef At) {
  Sites[At];
  if (E.Virtual && !E.Args.empty()) {
    watch(term(E.Args[0]), {PendingKind::Virtual, CurrentId, At, CellId::None});
  } else if (valid(E.Callee)) {
    if (M[E.Callee].Definition)
      connect(CurrentId, At,
              {E.Callee, CellId::None, CellId::None, CalleeKind::Direct});
    else
      callUnknown(CurrentId, At, E.Callee);
  } else {
    watch(term(E.Target), {PendingKind::Target, CurrentId, At, CellId::None});
  }
}

std::vector<TermId> Builder::argumentsOf(EventRef Site) const {
  const Event &E = M[Site];
  if (const auto *C = std::get_if<Call>(&E))
    return C->Args;
  if (const auto *Thread = std::get_if<Spawn>(&E))
    return Thread->Args;
  if (const auto *Once = std::get_if<OnceOp>(&E))
    return Once->Args;
  return {};
}

void Builder::watch(Value V, Pending W) {
  if (!V.known())
    return;
  if (W.Kind == PendingKind::Touch && valid(V.Address)) {
    touch(V.Address, W.Site);
    return;
  }
  auto Tag = static_cast<uint32_t>(Pendings.size());
  Pendings.push_back(W);
  if (valid(V.Address))
    onWatch(Tag, V.Address);
  else
    S.watch(V.Node, Tag);
}

void Builder::onWatch(uint32_t Tag, CellId Target) {
  Pending W = Pendings[Tag];
  switch (W.Kind) {
  case PendingKind::Virtual:
    resolveVirtual(W, Target);
    break;
  case PendingKind::Target:
    resolveTarget(W, Target);
    break;
  case PendingKind::Touch:
    touch(Target, W.Site);
    break;
  }
}

bool Builder::dispatchesTo(const Call &C, CellId Target, FuncId F) const {
  const MemObject &Object = Cells.object(Cells.objectOf(Target));
  RecordId Dynamic = Cells.recordOf(Cells.typeOf(Target));
  if (Object.Kind == ObjectKind::Unknown ||
      Object.Kind == ObjectKind::External || !valid(Dynamic))
    return true;
  return Cells.derives(Dynamic, M[C.Callee].Parent) &&
         Classes.dispatch(Dynamic, C.Callee) == F;
}

void Builder::resolveVirtual(const Pending &W, CellId Target) {
  const auto &C = std::get<Call>(M[W.Site]);
  const MemObject &Object = Cells.object(Cells.objectOf(Target));
  RecordId Dynamic = Cells.recordOf(Cells.typeOf(Target));
  bool Outside = Object.Kind == ObjectKind::External;
  bool Open = Outside || Object.Kind == ObjectKind::Unknown ||
              (!valid(Dynamic) && Object.Kind == ObjectKind::Heap);
  auto Run = [&](FuncId F, CellId This) {
    if (!M[F].Definition)
      return;
    InstanceId To = connect(
        W.Caller, W.Site, {F, CellId::None, CellId::None, CalleeKind::Virtual});
    if (!Instances[To].Locals.empty())
      S.addAddress(S.content(Instances[To].Locals[0]), This);
  };
  if (Open) {
    // The class hierarchy is all there is to go by.
    Sites[W.Site].UnknownTarget |= Object.Kind != ObjectKind::Heap;
    for (FuncId F : Classes.overriders(C.Callee))
      Run(F, Outside && valid(M[F].Parent)
                 ? Cells.root(Cells.external(M[F].Parent))
                 : Target);
    return;
  }
  // An object of another class got here by mixing up pointers.
  if (!valid(Dynamic) || !Cells.derives(Dynamic, M[C.Callee].Parent))
    return;
  FuncId F = Classes.dispatch(Dynamic, C.Callee);
  if (valid(F) && !M[F].Definition && M[F].System)
    callUnknown(W.Caller, W.Site, F);
  else if (valid(F))
    Run(F, Target);
}

void Builder::resolveTarget(const Pending &W, CellId Target) {
  const MemObject &Object = Cells.object(Cells.objectOf(Target));
  switch (Object.Kind) {
  case ObjectKind::Function:
    callFunction(W, Object.Func);
    return;
  case ObjectKind::Unknown:
    Sites[W.Site].UnknownTarget = true;
    return;
  case ObjectKind::String:
  case ObjectKind::Thread:
    return;
  case ObjectKind::External:
    Sites[W.Site].UnknownTarget = true;
    break;
  default:
    break;
  }
  resolveObject(W, Target);
}

void Builder::callFunction(const Pending &W, FuncId F) {
  if (!M[F].Definition && !M[F].Virtual) {
    callUnknown(W.Caller, W.Site, F);
    return;
  }
  // A pointer to a virtual member dispatches; its object is one argument of
  // several forms, so the hierarchy stands in.
  std::vector<FuncId> All = {F};
  if (M[F].Virtual)
    All = Classes.overriders(F);
  for (FuncId Each : All)
    if (M[Each].Definition)
      connect(W.Caller, W.Site,
              {Each, CellId::None, W.Bound, CalleeKind::Pointer});
}

std::vector<FuncId> Builder::callOperators(RecordId R, size_t Args) const {
  std::vector<FuncId> Fitting;
  const std::vector<FuncId> &All = M[R].CallOperators;
  for (FuncId F : All)
    if (M[F].Params.size() == Args ||
        (M[F].Variadic && M[F].Params.size() < Args))
      Fitting.push_back(F);
  if (!Fitting.empty() || !All.empty())
    return Fitting.empty() ? All : Fitting;
  for (const BaseClass &Base : M[R].Bases)
    if (valid(Base.Record))
      if (auto Inherited = callOperators(Base.Record, Args); !Inherited.empty())
        return Inherited;
  return {};
}

void Builder::resolveObject(const Pending &W, CellId Target) {
  TypeId Type = Cells.typeOf(Target);
  size_t Args = argumentsOf(W.Site).size();
  RecordId R = Cells.recordOf(Type);
  bool Found = false;
  if (valid(R))
    for (FuncId F : callOperators(R, Args))
      if (M[F].Definition) {
        Found = true;
        connect(W.Caller, W.Site, {F, Target, W.Bound, CalleeKind::Object});
      }
  if (Found)
    return;
  // A variable that holds the pointer, or a wrapper that holds the callable.
  if (!Watched.insert({W.Kind, W.Caller, W.Site, Target}).second)
    return;
  if (valid(Type) && M[Type].Kind == TypeKind::Pointer) {
    watch({CellId::None, S.content(Target)}, W);
    return;
  }
  if (valid(Type) && !valid(R))
    return;
  Step Way;
  Way.Field = pseudo(PseudoField::Callable);
  if (CellId Held = Cells.follow(Target, Way); valid(Held))
    watch({CellId::None, S.content(Held)}, {W.Kind, W.Caller, W.Site, Target});
}

InstanceId Builder::connect(InstanceId Caller, EventRef Site, Callee To) {
  if (auto It = P.EntryCopies.find({Site, To.Func}); It != P.EntryCopies.end())
    To.Func = It->second;
  bool Direct = To.Kind == CalleeKind::Direct;
  InstanceId Target =
      Direct ? instanceFor(To.Func, Caller, Site) : base(To.Func);
  if (!Connected.insert({Caller, Site, To}).second)
    return Target;
  std::vector<Callee> &Callees = Sites[Site].Callees;
  if (!llvm::is_contained(Callees, To))
    Callees.push_back(To);
  require(Target);
  if (valid(To.Bound))
    BoundCalls[To.Bound].push_back({Caller, Site, To, Target});
  bind(Caller, Site, To, Target);
  bindResult(Caller, Site, To, Target);
  return Target;
}

// ---- Parameters ------------------------------------------------------------

/// Could an address of an A serve where one of a B is wanted?
bool Builder::related(TypeId A, TypeId B) const {
  if (!valid(A) || !valid(B) || A == B)
    return true;
  const Type &L = M[A], &R = M[B];
  auto IsOpen = [](const Type &T) {
    return T.Kind == TypeKind::Void || T.Kind == TypeKind::Opaque;
  };
  if (IsOpen(L) || IsOpen(R))
    return true;
  if (L.Kind == TypeKind::Array)
    return related(L.Elem, B);
  if (L.Kind == TypeKind::Record && R.Kind == TypeKind::Record)
    return Cells.derives(L.Record, R.Record) ||
           Cells.derives(R.Record, L.Record);
  if (L.Kind == TypeKind::Pointer && R.Kind == TypeKind::Pointer)
    return related(L.Elem, R.Elem);
  return L.Kind == R.Kind;
}

/// std::bind's placeholder `_N` says which argument of the call is meant.
std::optional<uint32_t> Builder::placeholder(CellId Bound) const {
  RecordId R = Cells.recordOf(Cells.typeOf(Bound));
  if (!valid(R) || !M[R].System || M[R].TemplateArgs.size() != 1 ||
      !M[R].TemplateArgs[0].IsValue || M[R].TemplateArgs[0].Value < 1)
    return std::nullopt;
  llvm::StringRef Name = M[R].Name;
  if (!Name.ends_with("_Placeholder") && !Name.ends_with("__ph"))
    return std::nullopt;
  return static_cast<uint32_t>(M[R].TemplateArgs[0].Value - 1);
}

/// Specs spell out what a library passes where they know the callee; for a
/// callee found here the rules of INVOKE and of decayed copies are applied to
/// the types.
FlowKind Builder::classify(const Local &Param, const ParamFlow &Source,
                           TypeId SourceType) const {
  if (!valid(Param.Type) || !valid(SourceType))
    return valid(Source.Cell) && Param.Kind == LocalKind::This
               ? FlowKind::AddressOf
               : FlowKind::Value;
  const Type &To = M[Param.Type], &From = M[SourceType];
  FlowKind InPlace =
      valid(Source.Cell) ? FlowKind::AddressOf : FlowKind::CopyOf;
  bool FromPointer = From.Kind == TypeKind::Pointer ||
                     From.Kind == TypeKind::LValueReference ||
                     From.Kind == TypeKind::RValueReference;
  bool IsReference = To.Kind == TypeKind::LValueReference ||
                     To.Kind == TypeKind::RValueReference;
  if (IsReference || Param.Kind == LocalKind::This) {
    if (FromPointer && related(From.Elem, To.Elem))
      return FlowKind::Value;
    if (From.Kind == TypeKind::Record && !related(SourceType, To.Elem))
      return FlowKind::Unwrap;
    return InPlace;
  }
  if (To.Kind == TypeKind::Record)
    return FromPointer && related(From.Elem, Param.Type) ? FlowKind::Contents
                                                         : FlowKind::Value;
  if (To.Kind == TypeKind::Pointer && From.Kind == TypeKind::Record)
    return FlowKind::Unwrap;
  return FlowKind::Value;
}

std::vector<ParamFlow> Builder::paramFlows(EventRef Site,
                                           const Callee &To) const {
  const Function &F = M[To.Func];
  std::vector<ParamFlow> Flows;
  if (!F.Definition)
    return Flows;
  std::vector<TermId> Args = argumentsOf(Site);
  const auto *C = std::get_if<Call>(&M[Site]);
  bool Exact = C && valid(C->Callee);

  // std::bind's arguments, then the call's.
  std::vector<ParamFlow> Sources;
  for (uint32_t N = 0; valid(To.Bound); ++N) {
    CellStep Way;
    Way.Field = boundArgument(N);
    ParamFlow Source;
    Source.Cell = Cells.find(To.Bound, Way);
    if (!valid(Source.Cell))
      break;
    if (auto Number = placeholder(Source.Cell)) {
      Source.Cell = CellId::None;
      Source.Term = *Number < Args.size() ? Args[*Number] : TermId::None;
    }
    Sources.push_back(Source);
  }
  for (TermId Arg : Args) {
    ParamFlow Source;
    Source.Term = Arg;
    Sources.push_back(Source);
  }
  size_t Next = 0;
  bool ClosureBound = valid(To.This);
  for (uint32_t I = 0; I < F.Definition->Locals.size(); ++I) {
    const Local &L = F.Definition->Locals[I];
    if (L.Kind != LocalKind::This && L.Kind != LocalKind::Param)
      break;
    ParamFlow Flow;
    if (L.Kind == LocalKind::This && ClosureBound) {
      Flow.Cell = To.This;
      Flow.Kind = FlowKind::AddressOf;
    } else if (To.Kind == CalleeKind::Callback) {
      Flow.Kind = FlowKind::Anything;
    } else if (Next < Sources.size()) {
      Flow = Sources[Next++];
      TypeId Type = TypeId::None;
      if (valid(Flow.Cell))
        Type = Cells.typeOf(Flow.Cell);
      else if (valid(Flow.Term))
        Type = (*M[Site.Func].Definition)[Flow.Term].Type;
      Flow.Kind = Exact ? FlowKind::Value : classify(L, Flow, Type);
    } else {
      continue;
    }
    Flow.Param = static_cast<LocalId>(I);
    Flow.Position = I;
    Flows.push_back(Flow);
  }
  return Flows;
}

void Builder::bind(InstanceId Caller, EventRef Site, const Callee &To,
                   InstanceId Target) {
  InstanceId Saved = std::exchange(CurrentId, Caller);
  for (const ParamFlow &Flow : paramFlows(Site, To)) {
    // A virtual call's object is bound one by one, as it is dispatched.
    if (To.Kind == CalleeKind::Virtual && Flow.Position == 0)
      continue;
    bindParam(Flow, Caller, Site, Target);
  }
  const auto *C = std::get_if<Call>(&M[Site]);
  if (M[To.Func].Variadic && C) {
    size_t Declared = M[To.Func].Params.size() + M[To.Func].hasThis();
    for (size_t I = Declared; I < C->Args.size(); ++I)
      flow(C->Args[I], Location{varArgs(Target)}, TypeId::None);
  }
  CurrentId = Saved;
}

void Builder::bindParam(const ParamFlow &Flow, InstanceId Caller, EventRef Site,
                        InstanceId Target) {
  const Local &L = (*M[Instances[Target].Func].Definition)[Flow.Param];
  CellId Param = Instances[Target].Locals[index(Flow.Param)];
  bool FromTerm = valid(Flow.Term);
  switch (Flow.Kind) {
  case FlowKind::Value:
    if (FromTerm)
      flow(Flow.Term, Location{Param}, L.Type);
    else
      S.addTreeCopy(Flow.Cell, Param);
    break;
  case FlowKind::Contents: {
    Value V = FromTerm ? term(Flow.Term) : valueOf({Flow.Cell});
    copy({V.Address, V.Node}, {Param});
    break;
  }
  case FlowKind::Unwrap: {
    Step Way;
    Way.Field = pseudo(PseudoField::Pointee);
    Location From{Flow.Cell};
    if (FromTerm && body()[Flow.Term].Kind == TermKind::Value)
      From = place(body()[Flow.Term].P);
    store(valueOf(partOf(From, Way)), {Param});
    break;
  }
  case FlowKind::CopyOf: {
    CellId &Copy =
        Copies
            .try_emplace({Site, Instances[Target].Func, Flow.Position},
                         CellId::None)
            .first->second;
    TypeId Type = valid(L.Type) ? M[L.Type].Elem : TypeId::None;
    if (!valid(Copy)) {
      MemObject Object;
      Object.Kind = ObjectKind::Argument;
      Object.Site = Site;
      Object.Type = Type;
      Copy = Cells.root(Cells.addObject(std::move(Object)));
    }
    flow(Flow.Term, Location{Copy}, Type);
    store({Copy}, {Param});
    break;
  }
  case FlowKind::AddressOf:
    store({Flow.Cell}, {Param});
    break;
  case FlowKind::Anything:
    if (carriesAddresses(L.Type))
      touch(Param, Site);
    break;
  }
}

void Builder::bindResult(InstanceId Caller, EventRef Site, const Callee &To,
                         InstanceId Target) {
  CellId Result = Instances[Target].Result;
  const Event &E = M[Site];
  InstanceId Saved = std::exchange(CurrentId, Caller);
  if (const auto *C = std::get_if<Call>(&E)) {
    if (valid(C->Result) && carriesAddresses(M[To.Func].Result))
      copy({Result}, place(C->Result));
  } else if (const auto *Sp = std::get_if<Spawn>(&E)) {
    // What the callee returns is the value of the shared state, which is the
    // handle.
    if (Sp->Kind == ThreadKind::StdAsync && valid(Sp->Handle) &&
        carriesAddresses(M[To.Func].Result))
      copy({Result}, place(Sp->Handle));
  }
  CurrentId = Saved;
}

// ---- Code without a model --------------------------------------------------

void Builder::callUnknown(InstanceId Caller, EventRef Site, FuncId F) {
  if (!UnknownCallees[F].insert(Site).second &&
      !valid(Instances[Caller].Site.Func))
    return;
  Sites[Site].UnknownCallee = true;
  InstanceId Saved = std::exchange(CurrentId, Caller);
  std::vector<TermId> Args = argumentsOf(Site);
  const Function &Fn = M[F];
  for (size_t I = 0; I < Args.size(); ++I) {
    // Unsound: through a pointer to const, an unknown function may still
    // change what its members point to.
    size_t Declared = I - (Fn.hasThis() ? 1 : 0);
    bool IsThis = Fn.hasThis() && I == 0;
    TypeId Param = IsThis || Declared >= Fn.Params.size() ? body()[Args[I]].Type
                                                          : Fn.Params[Declared];
    bool ReadOnly = IsThis ? Fn.Const
                           : valid(Param) && valid(M[Param].Elem) &&
                                 M[M[Param].Elem].Const &&
                                 M[M[Param].Elem].Kind != TypeKind::Function;
    if (ReadOnly)
      Leaks.push_back({CurrentId, Args[I], Site});
    else
      leak(Args[I], Site);
  }
  const auto *C = std::get_if<Call>(&M[Site]);
  if (C && valid(C->Result) && carriesAddresses(body()[C->Result].Type))
    havoc(place(C->Result), Site);
  CurrentId = Saved;
}

void Builder::leak(TermId Arg, EventRef Site) {
  if (!valid(Arg) || !carriesAddresses(body()[Arg].Type))
    return;
  Leaks.push_back({CurrentId, Arg, Site});
  const Term &X = body()[Arg];
  if (X.Kind == TermKind::Value && isAggregate(X.Type)) {
    // By value: the copy is private, what it points to is not.
    MemObject Copy;
    Copy.Kind = ObjectKind::Result;
    Copy.Func = Site.Func;
    Copy.Type = X.Type;
    Copy.Name = "copy";
    CellId Root = Cells.root(Cells.addObject(std::move(Copy)));
    copy(place(X.P), {Root});
    touch(Root, Site);
    return;
  }
  if (!valid(X.Type) || M[X.Type].Kind != TypeKind::Int)
    watch(term(Arg), {PendingKind::Touch, CurrentId, Site, CellId::None});
}

void Builder::touch(CellId Target, EventRef Site) {
  const MemObject &Object = Cells.object(Cells.objectOf(Target));
  switch (Object.Kind) {
  case ObjectKind::Unknown:
  case ObjectKind::String:
  case ObjectKind::Thread:
    return;
  case ObjectKind::Function:
    if (M[Object.Func].Definition)
      connect(base(Site.Func), Site,
              {Object.Func, CellId::None, CellId::None, CalleeKind::Callback});
    return;
  default:
    break;
  }
  if (!Touched.insert(index(Target)).second)
    return;
  TouchedAt[index(Target)] = Site;
  TypeId Type = Cells.typeOf(Target);
  if (carriesAddresses(Type) && !(valid(Type) && M[Type].Const)) {
    // What it holds can be reached too, and replaced by anything.
    watch({CellId::None, S.content(Target)},
          {PendingKind::Touch, base(Site.Func), Site, CellId::None});
    if (!valid(Type) || M[Type].Kind != TypeKind::Int)
      S.addAddress(S.content(Target), S.unknownCell());
  }
  for (size_t I = 0; I < Cells.children(Target).size(); ++I)
    touch(Cells.children(Target)[I], Site);
}

} // namespace heddle::pointers
