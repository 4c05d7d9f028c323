//===- CoroutineCapture.cpp - coroutine-capture ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A coroutine that uses what others own: the captures of a lambda, which lie
/// in the lambda object and not in the coroutine's frame, and parameters by
/// reference. When it goes on after a suspension, the owner may be gone.
///
/// Only what is used after the first suspension counts. Likely where a call is
/// seen that hands over a temporary, or a local of a function that returns the
/// coroutine. Without such a call captures are possible, and references not
/// told: a coroutine that is awaited at once, as most are, ends before the
/// caller's variables do.
///
/// Misses: pointers, views and `this`; a coroutine that is called through a
/// pointer.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Local/Mentions.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

using namespace heddle;

namespace {

/// What a coroutine borrows: number 0 is the lambda object, the others are
/// parameters, counting from 1, or from 0 where there is no `this`.
struct Borrowed {
  unsigned Arg = 0;
  bool IsCapture = false;
  std::string Name;
  EventRef Use; ///< after a suspension
};

enum class Risk : uint8_t { None, Temporary, Returned };

struct CallSite {
  EventRef At;
  Risk What = Risk::None;
};

class Coroutines {
public:
  explicit Coroutines(const CheckContext &Context)
      : Context(Context), M(Context.P.M) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      if (const auto *C = std::get_if<Call>(&M[At]))
        if (valid(C->Callee) && M[C->Callee].Coroutine)
          Calls[C->Callee].push_back(At);
    });
    forEachUserBody(M, [&](FuncId F) {
      if (M[F].Coroutine)
        visit(F);
    });
  }

private:
  void visit(FuncId F) {
    const Function &Func = M[F];
    const Body &B = *Func.Definition;
    const unsigned First = Func.hasThis() ? 1 : 0;
    if (Func.Kind == FunctionKind::LambdaCall && !M[Func.Parent].Fields.empty())
      if (std::optional<EventRef> Use = useOf(F, {LocalId{0}}))
        tell(F, {0, true, M[Func.Parent].Fields.front().Name, *Use});
    for (unsigned I = 0; I < Func.Params.size(); ++I) {
      const TypeKind Kind = M[Func.Params[I]].Kind;
      if (Kind != TypeKind::LValueReference &&
          Kind != TypeKind::RValueReference)
        continue;
      // The body speaks of the copy of the reference in the frame.
      const std::string &Name = B[LocalId{First + I}].Name;
      std::vector<LocalId> Locals;
      for (uint32_t L = 0; L < B.Locals.size(); ++L)
        if (!Name.empty() && B.Locals[L].Name == Name &&
            B.Locals[L].Type == B[LocalId{First + I}].Type)
          Locals.push_back(LocalId{L});
      if (std::optional<EventRef> Use = useOf(F, Locals))
        tell(F, {First + I, false, Name, *Use});
    }
  }

  /// Where one of \p Locals is used after a suspension.
  std::optional<EventRef> useOf(FuncId F,
                                const std::vector<LocalId> &Locals) const {
    const Body &B = *M[F].Definition;
    // From which event on, in each block, there has been a suspension.
    std::vector<uint32_t> After(B.Blocks.size(), UINT32_MAX);
    for (uint32_t I = 0; I < B.Blocks.size(); ++I) {
      const std::optional<uint32_t> At = suspensionIn(B.Blocks[I]);
      if (!At)
        continue;
      After[I] = std::min(After[I], *At + 1);
      std::vector<bool> Reached =
          reachableFrom(B, BlockId{I}, [](BlockId) { return true; });
      for (uint32_t J = 0; J < Reached.size(); ++J)
        if (Reached[J])
          After[J] = 0;
    }
    for (uint32_t I = 0; I < B.Blocks.size(); ++I)
      for (uint32_t N = After[I]; N < B.Blocks[I].Events.size(); ++N) {
        const Event &E = B.Blocks[I].Events[N];
        if (!std::holds_alternative<Scope>(E) &&
            llvm::any_of(Locals, [&](LocalId L) { return mentions(B, E, L); }))
          return EventRef{F, BlockId{I}, N};
      }
    return std::nullopt;
  }

  /// The first event of the block at which the coroutine stops and may go on
  /// later. std::suspend_never does not stop it; nothing comes after the final
  /// suspension.
  std::optional<uint32_t> suspensionIn(const BasicBlock &Block) const {
    bool Stops = true;
    for (uint32_t I = 0; I < Block.Events.size(); ++I) {
      const auto *C = std::get_if<Call>(&Block.Events[I]);
      if (C && valid(C->Callee) &&
          llvm::StringRef(M[C->Callee].Name).ends_with("::await_suspend"))
        Stops = !llvm::StringRef(M[C->Callee].Name)
                     .starts_with("std::suspend_never");
      const auto *S = std::get_if<Suspend>(&Block.Events[I]);
      if (S && Stops && S->Op != Suspend::OpKind::Final)
        return I;
    }
    return std::nullopt;
  }

  /// What becomes of the owner after the call at \p At.
  Risk riskAt(EventRef At, unsigned Arg) const {
    const auto &C = std::get<Call>(M[At]);
    const Body &B = *M[At.Func].Definition;
    PlaceKeys Keys(M, At.Func);
    if (Arg >= C.Args.size() || !valid(C.Args[Arg]) ||
        B[C.Args[Arg]].Kind != TermKind::AddressOf)
      return Risk::None;
    const LocalId Owner = Keys.root(B[C.Args[Arg]].P),
                  Result =
                      valid(C.Result) ? Keys.root(C.Result) : LocalId::None;
    if (!valid(Owner) ||
        (valid(Result) && B[Result].Kind == LocalKind::Temporary &&
         isAwaited(At.Func, Result)))
      return Risk::None;
    if (B[Owner].Kind == LocalKind::Temporary)
      return isExtended(B, Owner) ? Risk::None : Risk::Temporary;
    return valid(Result) && isReturned(B, Result) ? Risk::Returned : Risk::None;
  }

  /// `co_await f(…)`: the caller, with all its variables, waits.
  bool isAwaited(FuncId F, LocalId Result) const {
    const Body &B = *M[F].Definition;
    bool Found = false;
    forEachEvent(M, F, [&](EventRef At) {
      const auto *C = std::get_if<Call>(&M[At]);
      if (!C || !valid(C->Callee) || C->Args.empty())
        return;
      const llvm::StringRef Name = M[C->Callee].Name;
      if (Name.ends_with("await_ready") || Name.ends_with("await_transform") ||
          Name.ends_with("operator co_await"))
        Found |= llvm::any_of(C->Args,
                              [&](TermId T) { return mentions(B, T, Result); });
    });
    return Found;
  }

  /// Is the temporary bound to a reference, and lives as long?
  static bool isExtended(const Body &B, LocalId Temp) {
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events)
        if (const auto *A = std::get_if<Assign>(&E))
          if (valid(A->Value) && B[A->Value].Kind == TermKind::AddressOf &&
              mentions(B, A->Value, Temp))
            return true;
    return false;
  }

  static bool isReturned(const Body &B, LocalId Result) {
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events)
        if (const auto *R = std::get_if<Return>(&E))
          if (mentions(B, R->Value, Result))
            return true;
    return false;
  }

  CallSite worstCall(FuncId F, unsigned Arg) const {
    if (auto It = Calls.find(F); It != Calls.end())
      for (EventRef At : It->second)
        if (Risk What = riskAt(At, Arg); What != Risk::None)
          return {At, What};
    return {};
  }

  void tell(FuncId F, const Borrowed &What) {
    const CallSite Call = worstCall(F, What.Arg);
    // Nearly all coroutines that take references are awaited at once.
    if (!What.IsCapture && Call.What == Risk::None)
      return;
    const std::string Name =
        What.Name.empty() ? "what it captured" : quoted(What.Name);
    Finding Result;
    Result.Object = What.Name;
    Result.Belief =
        Call.What == Risk::None ? Confidence::Possible : Confidence::Likely;
    Result.Reasons = {Call.What == Risk::None
                          ? "only if the caller's object ends before the "
                            "coroutine does"
                          : "a call is seen whose object ends too early"};
    Result.Message =
        What.IsCapture ? "this coroutine uses " + Name +
                             ", a capture of its lambda, after a suspension"
                       : "this coroutine uses " + Name +
                             ", a reference of its caller, after a suspension";
    Site Here =
        declarationSite(M, M[F].NamePos.Line ? M[F].NamePos : M[F].Pos, "");
    Here.Role = SiteRole::Primary;
    Here.Label = What.IsCapture ? "captures live in the lambda object"
                                : "the frame keeps the reference, not the "
                                  "object";
    Here.Function = displayName(M, F);
    Result.Sites.push_back(std::move(Here));
    Result.Sites.push_back(
        siteAt(M, SiteRole::Related, What.Use, Name + " is used here"));
    if (Call.What != Risk::None)
      Result.Sites.push_back(
          siteAt(M, SiteRole::Related, Call.At,
                 Call.What == Risk::Temporary
                     ? std::string(What.IsCapture ? "the lambda object"
                                                  : "what is handed over") +
                           " here is gone at the end of this line"
                     : "what is handed over here is gone when this function "
                       "returns"));
    Result.Why =
        What.IsCapture
            ? "a coroutine keeps its parameters and variables in its frame, "
              "but a lambda's captures stay in the lambda object, which the "
              "frame only points to. When that object is gone and the "
              "coroutine is resumed, the captures are read from memory that "
              "others use"
            : "a coroutine copies its parameters into its frame, and of a "
              "reference that is the address. The caller goes on at the first "
              "suspension; when its object is gone and the coroutine is "
              "resumed, it works on memory that others use";
    Result.Repair =
        What.IsCapture
            ? "hand over by value, as a parameter, what the lambda captures: "
              "parameters live as long as the coroutine\n  [](auto " +
                  (What.Name.empty() ? "Value" : What.Name) +
                  ") -> … { co_await …; }"
            : "take " + Name +
                  " by value: the frame then has an object of its own";
    if (!What.IsCapture)
      offerValueParameter(Context, Result, F,
                          What.Arg - (M[F].hasThis() ? 1 : 0));
    Context.Report(std::move(Result));
  }

  const CheckContext &Context;
  const Module &M;
  std::map<FuncId, std::vector<EventRef>> Calls;
};

void check(const CheckContext &Context) { Coroutines(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule CoroutineCapture;
const Rule CoroutineCapture = {
    {"coroutine-capture", Category::Lifetime, Severity::Warning,
     RuleScope::Local,
     "a coroutine uses captures or references after a suspension"},
    check};
} // namespace heddle::rules
