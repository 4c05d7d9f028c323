//===- UnnamedGuard.cpp - unnamed-guard -----------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A guard that protects nothing because it has no name. Three shapes:
///
///     std::lock_guard<std::mutex>(M, …);   // a temporary: dies at the `;`
///     lockAll();                           // returns a guard nobody keeps
///     std::unique_lock<std::mutex>(M);     // declares a new, empty guard M
///
/// The first two are a guard in a temporary that is released with nothing done
/// in between; the user's own guard classes count, see Guards.h. A temporary
/// guard that something is done under (`return lock_guard(M), X;`) is meant.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Guards.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace heddle;

namespace {

class UnnamedGuards {
public:
  UnnamedGuards(const CheckContext &Context, FuncId F)
      : Context(Context), M(Context.P.M), F(F), B(*M[F].Definition),
        Keys(M, F) {}

  void run() {
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
        visit({F, static_cast<BlockId>(Block), I});
  }

private:
  void visit(EventRef At) {
    const Event &E = M[At];
    if (const auto *A = std::get_if<Acquire>(&E))
      temporary(At, A->Guard);
    else if (const auto *T = std::get_if<TryAcquire>(&E))
      temporary(At, T->Guard);
    else if (const auto *C = std::get_if<Call>(&E))
      call(At, *C);
    else if (const auto *G = std::get_if<GuardOp>(&E))
      if (G->Op == GuardOp::OpKind::Empty)
        empty(At, G->Guard);
  }

  bool isTemporary(PlaceId P) const {
    LocalId L = Keys.root(P);
    return valid(L) && B[L].Kind == LocalKind::Temporary;
  }

  void temporary(EventRef At, PlaceId Guard) {
    if (!valid(Guard) || !isTemporary(Guard) || !diesNext(At, Guard))
      return;
    std::vector<std::string> Locks = locksOf(At, Guard);
    if (Locks.empty())
      return; // told at the first of several locks
    std::string Type = typeName(M, B[Keys.root(Guard)].Type);
    std::string Named = Type + " Guard(" + llvm::join(Locks, ", ") + ")";
    Finding F = begin(At, llvm::join(Locks, ", "));
    F.Message =
        "this guard has no name and gives up " + quotedList(Locks) + " at once";
    F.Repair = "name the guard, then it lives to the end of the block:\n  " +
               Named + ";";
    offerGuardName(Context, F, F.Sites.front().Span);
    Context.Report(std::move(F));
  }

  /// Names of the locks that \p Guard takes from \p At on; empty if it took
  /// one before.
  std::vector<std::string> locksOf(EventRef At, PlaceId Guard) {
    std::vector<std::string> Names;
    KeyId Key = Keys.key(Guard);
    const std::vector<Event> &Events = B[At.Block].Events;
    for (uint32_t I = 0; I < Events.size(); ++I) {
      PlaceId Lock = PlaceId::None, By = PlaceId::None;
      if (const auto *A = std::get_if<Acquire>(&Events[I]))
        Lock = A->Lock, By = A->Guard;
      else if (const auto *T = std::get_if<TryAcquire>(&Events[I]))
        Lock = T->Lock, By = T->Guard;
      if (!valid(By) || Keys.key(By) != Key)
        continue;
      if (I < At.Index)
        return {};
      Names.push_back(valid(Lock) ? describe(M, F, Lock) : "its lock");
    }
    return Names;
  }

  void call(EventRef At, const Call &C) {
    if (!valid(C.Callee))
      return;
    // A function that returns a guard: the temporary that takes it is released
    // by the specs of the guard's destructor.
    if (valid(C.Result) && isTemporary(C.Result) && diesNext(At, C.Result)) {
      std::string Name = displayName(M, C.Callee);
      Finding Result = begin(At, Name);
      Result.Message = "the guard that " + quoted(Name) +
                       " returns is not kept: its lock is given up at once";
      Result.Repair =
          "keep it to the end of the block:\n  auto Guard = " + Name + "(…);";
      offerKeeping(Context, Result, Result.Sites.front().Span, "Guard");
      return Context.Report(std::move(Result));
    }
    // The constructor of a guard class of the program's own.
    if (M[C.Callee].Kind != FunctionKind::Constructor || C.Args.empty() ||
        B[C.Args[0]].Kind != TermKind::AddressOf)
      return;
    PlaceId Object = B[C.Args[0]].P;
    const Record &Class = M[M[C.Callee].Parent];
    if (isTemporary(Object) && leavesLocked(M, C.Callee) &&
        unlocks(M, Class.Destructor) && diesNext(At, Object)) {
      Finding Result = begin(At, Class.Spelling);
      Result.Message = "this " + Class.Spelling +
                       " has no name and gives up its lock at once";
      Result.Repair = "name it, then it lives to the end of the block:\n  " +
                      Class.Spelling + " Guard(…);";
      Context.Report(std::move(Result));
    }
  }

  /// Is \p Guard released, or destroyed by what unlocks, after \p At before
  /// anything is done?
  bool diesNext(EventRef At, PlaceId Guard) {
    KeyId Key = Keys.key(Guard);
    // Blocks are split where clean-ups change: follow the straight line.
    for (unsigned Jumps = 0; Jumps < 8; ++Jumps) {
      const BasicBlock &Block = B[At.Block];
      for (uint32_t I = At.Index + 1; I < Block.Events.size(); ++I) {
        const Event &E = Block.Events[I];
        if (const auto *R = std::get_if<Release>(&E)) {
          if (Keys.key(R->Guard) == Key)
            return true;
          continue; // another lock of the same guard
        }
        if (const auto *C = std::get_if<Call>(&E);
            C && valid(C->Callee) &&
            M[C->Callee].Kind == FunctionKind::Destructor)
          return !C->Args.empty() &&
                 B[C->Args[0]].Kind == TermKind::AddressOf &&
                 Keys.key(B[C->Args[0]].P) == Key && unlocks(M, C->Callee);
        if (!isNothing(E))
          return false;
      }
      if (Block.Term.Kind != TerminatorKind::Jump)
        return false;
      At = {F, Block.Term.Succs[0], UINT32_MAX};
    }
    return false;
  }

  // What the construction of the guard itself consists of. Locks of the
  // program's own (`std::lock_guard<SpinLock>`) are called from within.
  static bool isNothing(const Event &E) {
    if (const auto *C = std::get_if<Call>(&E))
      return C->Implicit;
    return std::holds_alternative<Acquire>(E) ||
           std::holds_alternative<Assign>(E) ||
           std::holds_alternative<Scope>(E) ||
           std::holds_alternative<MayThrow>(E);
  }

  /// `std::unique_lock<std::mutex>(M);` declares a guard named M.
  void empty(EventRef At, PlaceId Guard) {
    if (B[Guard].Kind != PlaceKind::Local)
      return;
    LocalId L = B[Guard].Local;
    const std::string &Name = B[L].Name;
    if (B[L].Kind != LocalKind::Variable || Name.empty() || isUsed(L) ||
        !hidesAnother(L))
      return;
    std::string Type = typeName(M, B[L].Type);
    Finding Result = begin(At, Name);
    Result.Message = "this declares a new guard named " + quoted(Name) +
                     " that locks nothing; the mutex " + quoted(Name) +
                     " stays unlocked";
    Result.Sites.front().Label = "a new variable, bound to no mutex";
    Result.Why =
        "brackets around the name in a declaration mean nothing: " + Type +
        " " + Name +
        "; would say the same. Everything below runs without the "
        "lock, and a second thread can be in it at the same time";
    Result.Repair = "give the guard a name of its own:\n  " + Type + " Guard(" +
                    Name + ");";
    Result.Reasons = {"the new variable is never bound to a mutex"};
    offerGuardName(Context, Result, Result.Sites.front().Span);
    Context.Report(std::move(Result));
  }

  bool isUsed(LocalId L) {
    unsigned Uses = 0;
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events) {
        if (const auto *A = std::get_if<Acquire>(&E))
          Uses += Keys.root(A->Guard) == L;
        else if (const auto *T = std::get_if<TryAcquire>(&E))
          Uses += Keys.root(T->Guard) == L;
        else if (const auto *G = std::get_if<GuardOp>(&E))
          Uses +=
              (G->Op != GuardOp::OpKind::Empty && Keys.root(G->Guard) == L) ||
              Keys.root(G->From) == L;
      }
    return Uses != 0;
  }

  /// Is there another variable or member of the same name in reach?
  bool hidesAnother(LocalId L) const {
    const std::string &Name = B[L].Name;
    for (uint32_t I = 0; I < B.Locals.size(); ++I)
      if (I != index(L) && B.Locals[I].Name == Name)
        return true;
    for (const Global &G : M.Globals)
      if (llvm::StringRef(G.Name).rsplit("::").second == Name || G.Name == Name)
        return true;
    if (!valid(M[F].Parent))
      return false;
    return llvm::any_of(M[M[F].Parent].Fields, [&](const Field &Member) {
      return Member.Name == Name;
    });
  }

  Finding begin(EventRef At, std::string Object) const {
    Finding Result;
    Result.Object = std::move(Object);
    Result.Belief = Confidence::Certain;
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "lives only to the end of this statement";
    Result.Sites.push_back(std::move(S));
    Result.Why = "a guard unlocks when it dies, and one without a name dies at "
                 "the end of its own statement; everything below runs without "
                 "the lock, and a second thread can be in it at the same time";
    Result.Reasons = {"nothing happens between lock and unlock"};
    return Result;
  }

  const CheckContext &Context;
  const Module &M;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
};

void check(const CheckContext &Context) {
  forEachUserBody(Context.P.M,
                  [&](FuncId F) { UnnamedGuards(Context, F).run(); });
}

} // namespace

namespace heddle::rules {
extern const Rule UnnamedGuard;
const Rule UnnamedGuard = {{"unnamed-guard", Category::Lock, Severity::Error,
                            RuleScope::Local,
                            "a guard without a name locks and unlocks at once"},
                           check};
} // namespace heddle::rules
