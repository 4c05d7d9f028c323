//===- Rewriter.cpp - Library calls to events -----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The walk over a body. Each library call that a spec knows is replaced by
/// the events it means, in the same block, each at the call's position:
///
///     %t1 = call @std::ref(&x)
///     call @std::thread::thread(&t, &f, &%t1)
///     call @std::thread::~thread(&t)
///
/// becomes
///
///     %t1.$pointee := &x
///     spawn t = thread f(&x)
///     thread_destroy t
///
/// Calls of functions with a body and calls through pointers stay, and so do
/// calls that no spec knows: an analysis says so in its ledger.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Rewriter.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace heddle::spec {

Rewriter::Rewriter(Module &M, TypeTable &Types, const SpecSet::Impl &Specs,
                   FuncId F)
    : M(M), Specs(Specs), F(F), B(M, Types, F) {}

void Rewriter::run(SpecStats &Stats) {
  collectMoves();
  countPredecessors();
  Function &Fn = M.Functions[index(F)];
  KnownAtEnd.resize(Fn.Definition->Blocks.size());
  for (size_t I = 0; I != Fn.Definition->Blocks.size(); ++I) {
    Known.clear();
    if (OnlyPredecessor[I] < I)
      Known = KnownAtEnd[OnlyPredecessor[I]];
    // Moved out while it is rewritten: emitting appends to the body's arenas.
    BasicBlock Block = std::move(Fn.Definition->Blocks[I]);
    bool HasRanges = I < Fn.Table.Events.size() &&
                     Fn.Table.Events[I].size() == Block.Events.size();
    rewriteBlock(Block, HasRanges ? &Fn.Table.Events[I] : nullptr, Stats);
    Fn.Definition->Blocks[I] = std::move(Block);
    // Beyond this, copying costs more than it tells.
    constexpr size_t MostKnown = 256;
    if (Known.size() <= MostKnown)
      KnownAtEnd[I] = Known;
  }
  makeAtomic();
  simplifyTries();
}

/// `atomic-body`: nothing of other threads comes between the events of this
/// function.
void Rewriter::makeAtomic() {
  Function &Fn = M.Functions[index(F)];
  const Entries *All = Specs.entries(Fn.Name);
  if (!All || none_of(*All, [](const auto *S) { return S->AtomicBody; }))
    return;
  auto Insert = [&](size_t Block, ptrdiff_t Where, bool Begin) {
    auto &Events = Fn.Definition->Blocks[Block].Events;
    auto &Ranges = Fn.Table.Events;
    if (Block < Ranges.size() && Ranges[Block].size() == Events.size())
      Ranges[Block].insert(Ranges[Block].begin() + Where, RelativeRange());
    Events.insert(Events.begin() + Where, AtomicSection{Begin});
  };
  for (size_t I = 0; I != Fn.Definition->Blocks.size(); ++I) {
    const BasicBlock &Block = Fn.Definition->Blocks[I];
    if (Block.Term.Kind == TerminatorKind::Return && !Block.Events.empty())
      Insert(I, std::ssize(Block.Events) - 1, /*Begin=*/false);
  }
  Insert(0, 0, /*Begin=*/true);
}

/// A block with one way in knows what was known at the end of the block before
/// it. (Lowering ends blocks at calls that may throw.)
void Rewriter::countPredecessors() {
  const Body &Body = B.body();
  std::vector<unsigned> Count(Body.Blocks.size(), 0);
  OnlyPredecessor.assign(Body.Blocks.size(), UINT32_MAX);
  for (uint32_t I = 0; I != Body.Blocks.size(); ++I) {
    for (BlockId Next : Body.Blocks[I].Term.Succs) {
      ++Count[index(Next)];
      OnlyPredecessor[index(Next)] = I;
    }
    // An exception may leave from the middle of a block.
    if (BlockId Unwind = Body.Blocks[I].Unwind; valid(Unwind))
      Count[index(Unwind)] += 2;
  }
  for (uint32_t I = 0; I != Body.Blocks.size(); ++I)
    if (Count[I] != 1)
      OnlyPredecessor[I] = UINT32_MAX;
}

/// Variables that the function gives away somewhere, so that their destructors
/// may find them empty.
void Rewriter::collectMoves() {
  for (const BasicBlock &Block : B.body().Blocks)
    for (const Event &E : Block.Events) {
      const auto *C = std::get_if<Call>(&E);
      if (!C || !valid(C->Callee))
        continue;
      const Function &Callee = M[C->Callee];
      size_t Skip = Callee.hasThis() ? 1 : 0;
      for (size_t I = 0; I != C->Args.size(); ++I) {
        const Term &T = B.body()[C->Args[I]];
        if (T.Kind != TermKind::AddressOf ||
            B.body()[T.P].Kind != PlaceKind::Local)
          continue;
        bool ByRValue = I >= Skip && I - Skip < Callee.Params.size() &&
                        B.types().kind(Callee.Params[I - Skip]) ==
                            TypeKind::RValueReference;
        if (ByRValue || Callee.Name == "std::move")
          Moved.insert(B.body()[T.P].Local);
      }
    }
}

void Rewriter::rewriteBlock(BasicBlock &Block,
                            std::vector<RelativeRange> *Ranges,
                            SpecStats &Stats) {
  std::vector<Event> Events = std::move(Block.Events);
  std::vector<RelativeRange> NewRanges;
  Block.Events.clear();
  for (size_t I = 0; I != Events.size(); ++I) {
    Out.clear();
    const auto *C = std::get_if<Call>(&Events[I]);
    if (!C || !rewriteCall(*C, Stats)) {
      noteKept(Events[I]);
      Out.clear();
      Out.push_back(std::move(Events[I]));
    }
    if (Ranges)
      NewRanges.insert(NewRanges.end(), Out.size(), (*Ranges)[I]);
    std::move(Out.begin(), Out.end(), std::back_inserter(Block.Events));
  }
  if (Ranges)
    *Ranges = std::move(NewRanges);
}

bool Rewriter::rewriteCall(const Call &C, SpecStats &Stats) {
  if (!valid(C.Callee)) {
    ++Stats.CallsIndirect;
    return false;
  }
  const Function &Callee = M[C.Callee];
  const Entries *All = Specs.entries(Callee.Name);
  bool HasBody = Callee.Definition.has_value() && !Callee.System;
  if (HasBody && !(All && any_of(*All, [](const FunctionSpec *S) {
                     return S->ReplacesBody;
                   }))) {
    ++Stats.CallsWithBody;
    return false;
  }
  if (All) {
    LibraryCall L = libraryCall(C);
    if (valid(C.Result))
      if (LocalId Root = B.rootLocal(C.Result); valid(Root))
        forget(Root);
    if (apply(*All, L)) {
      ++Stats.CallsRewritten;
      return true;
    }
  }
  if (Callee.Definition.has_value()) {
    ++Stats.CallsWithBody;
  } else {
    ++Stats.CallsUnknown;
    ++Stats.Unknown[Callee.Spelling.empty() ? Callee.Name : Callee.Spelling];
  }
  return false;
}

LibraryCall Rewriter::libraryCall(const Call &C) {
  const Function &Callee = M[C.Callee];
  TypeTable &Types = B.types();
  LibraryCall L;
  L.Via = C.Callee;
  L.Result = C.Result;
  L.ResultType = Callee.Result;
  L.ResultUsed = C.ResultUsed;
  L.Const = Callee.Const;
  L.MayThrow = C.MayThrow;
  L.FunctionArgs = Callee.TemplateArgs;
  L.Class = Callee.Parent;
  size_t First = 0;
  if (Callee.hasThis() && !C.Args.empty()) {
    TypeId Self = TypeId::None;
    TypeId Pointer = B.typeOf(C.Args[0]);
    if (Types.kind(Pointer) == TypeKind::Pointer || Types.isReference(Pointer))
      Self = Types[Pointer].Elem;
    TermId Address = withoutUpcast(C.Args[0]);
    L.This = B.deref(Address, Self);
    // `this` that an earlier call of this block returned: `cout << x << y`.
    const Term &T = B.body()[Address];
    if (T.Kind == TermKind::Value)
      if (TermId Content = contentOf(T.P); valid(Content))
        L.This = B.deref(Content, Self);
    First = 1;
  }
  if (valid(L.Class))
    L.ClassArgs = M[L.Class].TemplateArgs;
  else
    L.ClassArgs = Callee.TemplateArgs;
  for (size_t I = First; I != C.Args.size(); ++I) {
    Argument A;
    A.Term = C.Args[I];
    A.Type = B.typeOf(A.Term);
    if (I - First < Callee.Params.size()) {
      TypeId Param = Callee.Params[I - First];
      A.Type = Types.unreferenced(Param);
      if (Types.isReference(Param))
        A.As = Types.kind(Param) == TypeKind::LValueReference
                   ? PassedAs::LValue
                   : PassedAs::RValue;
    }
    L.Args.push_back(A);
  }
  return L;
}

/// What an event that stays does to what is known of temporaries.
void Rewriter::noteKept(const Event &E) {
  if (const auto *A = std::get_if<Assign>(&E)) {
    remember(A->P, A->Value);
  } else if (const auto *W = std::get_if<Access>(&E)) {
    if (W->Kind == AccessKind::Write && valid(W->P))
      remember(W->P, W->Value);
    else if (W->Kind != AccessKind::Read && valid(W->P))
      remember(W->P, TermId::None);
  } else if (const auto *C = std::get_if<Call>(&E)) {
    if (valid(C->Result))
      remember(C->Result, TermId::None);
    for (TermId Arg : C->Args)
      if (const Term &T = B.body()[Arg]; T.Kind == TermKind::AddressOf)
        if (LocalId Root = B.rootLocal(T.P); valid(Root))
          forget(Root);
  }
}

std::optional<Rewriter::CellKey> Rewriter::cellOf(PlaceId P) {
  const Place *Node = &B.body()[P];
  FieldRef Field;
  if (Node->Kind == PlaceKind::Field && isPseudo(Node->Field)) {
    Field = Node->Field;
    Node = &B.body()[Node->Base];
  }
  if (Node->Kind != PlaceKind::Local ||
      B.body()[Node->Local].Kind != LocalKind::Temporary)
    return std::nullopt;
  return CellKey(Node->Local, Field);
}

void Rewriter::remember(PlaceId P, TermId Value) {
  auto Cell = cellOf(P);
  // A copy of a whole temporary (a wrapper, an iterator) is known as it was.
  if (Cell && valid(Value) && B.body()[Value].Kind == TermKind::Value)
    if (auto From = cellOf(B.body()[Value].P);
        From && From->first != Cell->first && From->second == FieldRef() &&
        Cell->second == FieldRef()) {
      forget(Cell->first);
      Knowledge Copied;
      for (auto &[Key, Term] : Known)
        if (Key.first == From->first)
          Copied[{Cell->first, Key.second}] = Term;
      Known.insert(Copied.begin(), Copied.end());
      return;
    }
  if (!Cell) {
    if (LocalId Root = B.rootLocal(P); valid(Root))
      forget(Root);
    return;
  }
  Known.erase(*Cell);
  if (!valid(Value))
    return;
  // Chains end here: what is remembered is never a remembered place itself.
  if (const Term &T = B.body()[Value]; T.Kind == TermKind::Value)
    Value = contentOf(T.P);
  if (!valid(Value))
    return;
  TermKind Kind = B.body()[Value].Kind;
  if (Kind == TermKind::AddressOf || Kind == TermKind::Int)
    Known[*Cell] = Value;
}

void Rewriter::forget(LocalId L) {
  Known.erase(Known.lower_bound({L, FieldRef()}),
              Known.upper_bound({L, FieldRef{RecordId::None, UINT32_MAX}}));
}

//===----------------------------------------------------------------------===//
// Applying a spec
//===----------------------------------------------------------------------===//

bool Rewriter::apply(const Entries &All, LibraryCall &C) {
  // Types that contain each other without end do not exist; specs that name
  // each other might.
  if (C.Depth > 8)
    return false;
  const FunctionSpec *Spec = select(All, C);
  if (!Spec)
    return false;
  for (const Effect &E : Spec->Do)
    if (!speaksOfMissing(E, C))
      emitEffect(E, C);
  if (C.Depth == 0 && valid(C.Result) && !C.ResultSet &&
      !valid(B.types().recordOf(B.typeOf(C.Result))))
    setResult(B.nondet(B.typeOf(C.Result)), C);
  if (Spec->Throws && C.MayThrow)
    emit(MayThrow{C.Via});
  return true;
}

/// Does \p E need an argument that the call leaves out? (Orders and argument
/// lists do without.)
bool Rewriter::speaksOfMissing(const Effect &E, const LibraryCall &C) {
  auto Missing = [&](const Operand &Op) {
    const Path *P = std::get_if<Path>(&Op);
    if (const auto *V = std::get_if<Value>(&Op);
        V && V->K <= Value::Kind::Address)
      P = &V->P;
    return P && P->From == Path::Root::Argument && P->Argument >= C.Args.size();
  };
  return (E.V != Verb::Fence && Missing(E.Main)) ||
         any_of(E.Options, [&](const auto &Option) {
           return Option.first != Key::Order && Missing(Option.second);
         });
}

void Rewriter::emitEffect(const Effect &E, LibraryCall &C) {
  switch (E.V) {
  case Verb::Read:
    return emitAccess(E, AccessKind::Read, C);
  case Verb::ReadText:
    return emitReadText(E, C);
  case Verb::Write:
    return emitAccess(E, AccessKind::Write, C);
  case Verb::Update:
    return emitAccess(E, AccessKind::Update, C);
  case Verb::Destroy:
    return emitAccess(E, AccessKind::Destroy, C);
  case Verb::Assign:
    return emitAssign(E, C);
  case Verb::Return:
    return emitReturn(E, C);
  case Verb::Allocate:
    return emitAllocate(E, C);
  case Verb::Free:
    return emitFree(E, C);
  case Verb::Construct:
    for (PlaceId P : places(std::get<Path>(E.Main), C)) {
      const Operand *Type = E.find(Key::Type);
      // A member that is not known: all there is to say is that the whole is
      // written.
      if (P == C.This && !Type) {
        access(AccessKind::Write, P, C, TermId::None, /*Init=*/true);
        continue;
      }
      construct(P,
                Type ? type(std::get<TypeExpr>(*Type), C.ClassArgs, &C)
                     : B.typeOf(P),
                arguments(E.find(Key::Args), C), C);
    }
    return;
  case Verb::Destruct:
    for (PlaceId P : places(std::get<Path>(E.Main), C))
      if (P != C.This)
        destruct(P, E, C);
    return;
  case Verb::Delete:
  case Verb::DeleteWith:
    return emitDelete(E, C);
  case Verb::Call:
  case Verb::CallBound:
    return emitCall(E, C);
  case Verb::Keep:
    return emitKeep(place(std::get<Path>(E.Main), C),
                    argument(*E.value(Key::Value), C), C);
  case Verb::Bind:
    return emitBind(E, C);
  case Verb::FillElements:
    return emitFillElements(E, C);
  case Verb::CopyElements:
    return emitCopyElements(E, C);
  case Verb::GetElement:
    return emitGetElement(E, C);
  case Verb::WriteAll:
    return emitWriteAll(E, C);
  case Verb::WriteThrough:
    return emitWriteThrough(E, C);
  case Verb::Handler:
    return emitHandler(E, C);
  case Verb::Once:
    return emitOnce(E, C);
  case Verb::Spawn:
    return emitSpawn(E, C);
  default:
    break;
  }
  if (E.V >= Verb::Acquire && E.V <= Verb::SetAttribute)
    emitLock(E, C);
  else if (E.V >= Verb::Spawn && E.V <= Verb::CancelType)
    emitThread(E, C);
  else if (E.V >= Verb::Block)
    emitFact(E, C);
  else
    emitSync(E, C);
}

} // namespace heddle::spec

namespace heddle {

SpecStats applySpecs(Module &M, const SpecSet &Specs) {
  SpecStats Stats;
  spec::TypeTable Types(M);
  for (uint32_t I = 0; I != M.Functions.size(); ++I)
    if (M.Functions[I].Definition)
      spec::Rewriter(M, Types, *Specs.State, static_cast<FuncId>(I)).run(Stats);
  return Stats;
}

} // namespace heddle
