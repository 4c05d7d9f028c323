//===- Builder.cpp - Objects, instances of functions, the fixpoint --------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Pointers/Builder.h"

namespace heddle::pointers {

namespace {

/// At most so many calls of one factory are told apart.
constexpr size_t MaxInstances = 256;

} // namespace

Builder::Builder(const Program &P, const PointerOptions &Options)
    : P(P), M(P.M), Options(Options), Cells(P.M, Options.MaxDepth),
      S(Cells, Options.MaxWork), Classes(P.M),
      InstancesOf(P.M.Functions.size()),
      GlobalCells(P.M.Globals.size(), CellId::None),
      FunctionCells(P.M.Functions.size(), CellId::None),
      Factory(P.M.Functions.size(), -1) {
  S.OnWatch = [this](uint32_t Tag, CellId Target) { onWatch(Tag, Target); };
  S.OnNewCell = [this](CellId Id) { onNewCell(Id); };
  Exceptions = S.makeNode();
}

void Builder::run() {
  seedRoots();
  while (!Work.empty() && !S.exhausted()) {
    while (!Work.empty()) {
      InstanceId Next = Work.back();
      Work.pop_back();
      generate(Next);
    }
    S.solve();
  }
  for (auto &[Site, Info] : Sites)
    llvm::sort(Info.Callees);
}

/// Everything that runs without being called: main or the library's entries,
/// and the initialisers and destructors of globals. (Those of function-local
/// statics too: where their start is not an event, this is what runs them.)
void Builder::seedRoots() {
  for (FuncId Entry : P.Entries) {
    require(base(Entry));
    bindOutside(base(Entry));
  }
  for (FuncId Init : P.StaticInits)
    require(base(Init));
  for (const Global &G : M.Globals)
    for (FuncId F : {G.Init, G.Teardown})
      if (valid(F))
        require(base(F));
}

/// The parameters of an entry come from outside.
void Builder::bindOutside(InstanceId Id) {
  const Body *B = M[Instances[Id].Func].Definition
                      ? &*M[Instances[Id].Func].Definition
                      : nullptr;
  for (uint32_t I = 0; B && I < B->Locals.size(); ++I) {
    const Local &L = B->Locals[I];
    if (L.Kind != LocalKind::This && L.Kind != LocalKind::Param)
      break;
    CellId Param = Instances[Id].Locals[I];
    if (valid(Cells.recordOf(L.Type)))
      S.addTreeCopy(Cells.root(Cells.external(L.Type)), Param);
    else if (carriesAddresses(L.Type) && valid(M[L.Type].Elem))
      S.addAddress(S.content(Param),
                   Cells.root(Cells.external(M[L.Type].Elem)));
  }
}

void Builder::require(InstanceId I) {
  if (Instances[I].Generated || !M[Instances[I].Func].Definition)
    return;
  Instances[I].Generated = true;
  Work.push_back(I);
}

/// What lies outside points further outside; what unknown code was handed, it
/// may have filled with anything.
void Builder::onNewCell(CellId Id) {
  TypeId Type = Cells.typeOf(Id);
  ObjectId Object = Cells.objectOf(Id);
  if (Cells.object(Object).Kind == ObjectKind::External && valid(Type)) {
    TypeKind Kind = M[Type].Kind;
    if (Kind == TypeKind::Pointer || Kind == TypeKind::LValueReference ||
        Kind == TypeKind::RValueReference)
      S.addAddress(S.content(Id), Cells.root(Cells.external(M[Type].Elem)));
  }
  CellId Parent = Cells.parent(Id);
  if (!valid(Parent))
    return;
  if (Touched.contains(index(Parent)))
    touch(Id, TouchedAt[index(Parent)]);
  CellStep Step = Cells.stepOf(Id);
  if (Step.IsElement || Step.Field < boundArgument(0))
    return;
  if (auto It = BoundCalls.find(Parent); It != BoundCalls.end())
    for (const BoundCall &C : std::vector<BoundCall>(It->second))
      bind(C.Caller, C.Site, C.To, C.Target);
}

// ---- Objects ---------------------------------------------------------------

CellId Builder::globalCell(GlobalId Id) {
  CellId &Known = GlobalCells[index(Id)];
  if (!valid(Known)) {
    const Global &G = M[Id];
    MemObject Object;
    Object.Kind = ObjectKind::Global;
    Object.Global = Id;
    Object.Type = G.Type;
    Object.ThreadLocal = G.ThreadLocal;
    Object.Name = G.Spelling.empty() ? G.Name : G.Spelling;
    Known = Cells.root(Cells.addObject(std::move(Object)));
    // Defined elsewhere, by code that is not here.
    if (!G.Defined && !G.System && carriesAddresses(G.Type))
      S.addAddress(S.content(Known), S.unknownCell());
  }
  return Known;
}

CellId Builder::functionCell(FuncId Id) {
  CellId &Known = FunctionCells[index(Id)];
  if (!valid(Known)) {
    MemObject Object;
    Object.Kind = ObjectKind::Function;
    Object.Func = Id;
    Object.Name = M[Id].Spelling;
    Known = Cells.root(Cells.addObject(std::move(Object)));
  }
  return Known;
}

CellId Builder::stringCell() {
  if (!valid(Strings)) {
    MemObject Object;
    Object.Kind = ObjectKind::String;
    Object.Multiple = true;
    Object.Name = "string literal";
    Strings = Cells.root(Cells.addObject(std::move(Object)));
  }
  return Strings;
}

CellId Builder::siteObject(ObjectKind Kind, EventRef At, TypeId Type) {
  auto [It, New] = SiteObjects.try_emplace({At, Kind}, CellId::None);
  if (New) {
    MemObject Object;
    Object.Kind = Kind;
    Object.Site = At;
    Object.Type = Type;
    if (Kind == ObjectKind::Thread)
      Object.Name = "thread";
    It->second = Cells.root(Cells.addObject(std::move(Object)));
  }
  return It->second;
}

/// What callers pass beyond the declared parameters.
CellId Builder::varArgs(InstanceId Id) {
  if (!valid(Instances[Id].VarArgs)) {
    MemObject Object;
    Object.Kind = ObjectKind::Result;
    Object.Func = Instances[Id].Func;
    Object.Name = "further arguments";
    Instances[Id].VarArgs = Cells.root(Cells.addObject(std::move(Object)));
  }
  return Instances[Id].VarArgs;
}

CellId Builder::argumentCopy(EventRef Site, FuncId To,
                             uint32_t Position) const {
  auto It = Copies.find({Site, To, Position});
  return It == Copies.end() ? CellId::None : It->second;
}

// ---- Instances -------------------------------------------------------------

InstanceId Builder::base(FuncId F) {
  // Every function's first instance is the one for everybody.
  if (InstancesOf[index(F)].empty())
    makeInstance(F, NoInstance, {});
  return InstancesOf[index(F)].front();
}

InstanceId Builder::instanceFor(FuncId F, InstanceId Caller, EventRef Site) {
  if (!isFactory(F))
    return base(F);
  // A chain of two wrappers is told apart (create() -> xmalloc() -> malloc);
  // the inner one then belongs to the outer one's call.
  const Instance &From = Instances[Caller];
  FuncId CallerFunc = From.Func;
  bool Outermost = valid(From.Site.Func) && From.Parent == NoInstance;
  InstanceId Parent = Outermost ? Caller : NoInstance;
  auto Key = std::make_tuple(F, Parent, Site);
  if (auto It = InstanceIds.find(Key); It != InstanceIds.end())
    return It->second;
  InstanceId Shared = base(F);
  if (InstancesOf[index(F)].size() >= MaxInstances || F == CallerFunc)
    return InstanceIds[Key] = Shared;
  return InstanceIds[Key] = makeInstance(F, Parent, Site);
}

InstanceId Builder::makeInstance(FuncId F, InstanceId Parent, EventRef Site) {
  auto Id = static_cast<InstanceId>(Instances.size());
  bool IsBase = InstancesOf[index(F)].empty();
  Instance I;
  I.Func = F;
  I.Parent = Parent;
  I.Site = Site;
  const Instance *Base =
      IsBase ? nullptr : &Instances[InstancesOf[index(F)].front()];
  if (M[F].Definition)
    makeLocals(I, Base);
  MemObject Result;
  Result.Kind = ObjectKind::Result;
  Result.Func = F;
  Result.Type = M[F].Result;
  Result.Name = "result of " + M[F].Spelling;
  I.Result = Cells.root(Cells.addObject(std::move(Result)));
  if (Base)
    S.addTreeCopy(I.Result, Base->Result);
  Instances.push_back(std::move(I));
  InstancesOf[index(F)].push_back(Id);
  return Id;
}

/// Locals of which somebody may hold the address are one object for all
/// instances; the others are objects per instance behind one public name.
void Builder::makeLocals(Instance &I, const Instance *Base) {
  const Body &B = *M[I.Func].Definition;
  llvm::BitVector Shared = Base ? addressTaken(B) : llvm::BitVector();
  for (uint32_t L = 0; L < B.Locals.size(); ++L) {
    if (Base && Shared[L]) {
      I.Locals.push_back(Base->Locals[L]);
      continue;
    }
    MemObject Object;
    Object.Kind = ObjectKind::Local;
    Object.Func = I.Func;
    Object.Local = static_cast<LocalId>(L);
    Object.Type = B.Locals[L].Type;
    Object.Name = !B.Locals[L].Name.empty()             ? B.Locals[L].Name
                  : B.Locals[L].Kind == LocalKind::This ? "this"
                                                        : "temporary";
    ObjectId Id = Cells.addObject(std::move(Object));
    I.Locals.push_back(Cells.root(Id));
    if (Base) {
      Canonical[Id] = Base->Locals[L];
      S.addTreeCopy(Cells.root(Id), Base->Locals[L]);
    }
  }
  I.Places.resize(B.Places.size());
  I.PlaceDone.resize(B.Places.size());
  I.Terms.resize(B.Terms.size());
  I.TermDone.resize(B.Terms.size());
}

CellId Builder::canonical(CellId Id) const {
  auto It = Canonical.find(Cells.objectOf(Id));
  if (It == Canonical.end())
    return Id;
  std::vector<CellStep> Path;
  for (CellId C = Id; valid(Cells.parent(C)); C = Cells.parent(C))
    Path.push_back(Cells.stepOf(C));
  CellId Public = It->second;
  for (auto Step = Path.rbegin(); Step != Path.rend() && valid(Public); ++Step)
    Public = Cells.find(Public, *Step);
  return Public;
}

llvm::BitVector Builder::addressTaken(const Body &B) const {
  llvm::BitVector Taken(B.Locals.size());
  for (const Term &T : B.Terms) {
    if (T.Kind != TermKind::AddressOf)
      continue;
    const Place *X = &B[T.P];
    while (X->Kind == PlaceKind::Field || X->Kind == PlaceKind::Element)
      X = &B[X->Base];
    if (X->Kind == PlaceKind::Local)
      Taken.set(index(X->Local));
  }
  return Taken;
}

/// A small function that allocates, or calls one that does, and hands out a
/// pointer: its callers' objects are worth telling apart.
bool Builder::isFactory(FuncId F, unsigned Depth) {
  int8_t &Known = Factory[index(F)];
  if (Known >= 0)
    return Known;
  Known = 0; // also the answer for recursive functions
  const Function &Fn = M[F];
  if (!Fn.Definition)
    return false;
  auto IsPointer = [&](TypeId Id) {
    return valid(Id) && (M[Id].Kind == TypeKind::Pointer ||
                         M[Id].Kind == TypeKind::LValueReference);
  };
  bool HandsOut = IsPointer(Fn.Result) || valid(Cells.recordOf(Fn.Result));
  for (TypeId Param : Fn.Params)
    HandsOut |= IsPointer(Param) && IsPointer(M[Param].Elem);
  if (!HandsOut)
    return false;
  unsigned Events = 0;
  bool Allocates = false;
  for (const BasicBlock &Block : Fn.Definition->Blocks) {
    Events += Block.Events.size();
    for (const Event &E : Block.Events) {
      Allocates |= std::holds_alternative<Allocate>(E);
      const auto *C = std::get_if<Call>(&E);
      if (C && valid(C->Callee) && !C->Virtual && Depth < 2 &&
          Events <= Options.MaxFactoryEvents)
        Allocates |= isFactory(C->Callee, Depth + 1);
    }
  }
  return Factory[index(F)] =
             Allocates && Events <= Options.MaxFactoryEvents ? 1 : 0;
}

// ---- Types -----------------------------------------------------------------

/// May a scalar of this type hold an address? Integers as wide as a pointer
/// too: uintptr_t, pthread_t.
bool Builder::carriesAddresses(TypeId Id) const {
  if (!valid(Id))
    return true;
  const Type &T = M[Id];
  switch (T.Kind) {
  case TypeKind::Pointer:
  case TypeKind::LValueReference:
  case TypeKind::RValueReference:
  case TypeKind::MemberPointer:
  case TypeKind::Function:
  case TypeKind::Record:
  case TypeKind::Opaque:
    return true;
  case TypeKind::Int:
    return T.SizeBytes == M.Data.PointerBytes;
  case TypeKind::Array:
  case TypeKind::Atomic:
    return carriesAddresses(T.Elem);
  default:
    return false;
  }
}

bool Builder::isAggregate(TypeId Id) const {
  if (!valid(Id))
    return true;
  switch (M[Id].Kind) {
  case TypeKind::Record:
  case TypeKind::Array:
  case TypeKind::Opaque:
    return true;
  case TypeKind::Atomic:
    return isAggregate(M[Id].Elem);
  default:
    return false;
  }
}

} // namespace heddle::pointers
