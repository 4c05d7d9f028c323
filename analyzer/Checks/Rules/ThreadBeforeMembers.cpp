//===- ThreadBeforeMembers.cpp - thread-before-members --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread that works with an object runs before the object is whole, or after
/// it has begun to fall apart. Three ways to get there:
///
/// - the thread is a member and is started by its initialiser, and members
/// declared
///   after it, which the thread uses, are made later;
/// - a std::jthread is a member, and members declared after it, which its
/// thread
///   uses, are destroyed before the jthread's destructor joins;
/// - a base class starts the thread in its constructor, and the thread calls a
///   virtual function that a derived class overrides.
///
/// What a thread uses is read off its function and those it calls by name.
///
/// Misses: threads started by a function that the constructor calls.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Local/Mentions.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

using namespace heddle;

namespace {

/// What the code of a thread does with the object it works for.
struct Uses {
  std::map<uint32_t, EventRef> Fields; ///< of the class, by index
  std::optional<EventRef> VirtualCall; ///< that a derived class overrides
};

class EarlyThreads {
public:
  explicit EarlyThreads(const CheckContext &Context)
      : Context(Context), M(Context.P.M) {}

  void run() {
    noteJoinedByHand();
    forEachUserBody(M, [&](FuncId F) {
      const Function &Func = M[F];
      if (!Func.hasThis() || Func.Kind == FunctionKind::LambdaCall)
        return;
      forEachEvent(M, F, [&](EventRef At) {
        if (const auto *S = std::get_if<Spawn>(&M[At]))
          visit(At, *S);
      });
    });
  }

private:
  /// Members whose threads some function joins or detaches itself.
  void noteJoinedByHand() {
    for (uint32_t F = 0; F < M.Functions.size(); ++F) {
      if (!M.Functions[F].Definition)
        continue;
      std::optional<PlaceKeys> Keys;
      forEachEvent(M, FuncId{F}, [&](EventRef At) {
        const auto *J = std::get_if<Join>(&M[At]);
        const auto *T = std::get_if<ThreadOp>(&M[At]);
        const PlaceId Handle = J && !J->IfJoinable ? J->Handle
                               : T && T->Op == ThreadOp::OpKind::Detach
                                   ? T->Handle
                                   : PlaceId::None;
        if (!valid(Handle))
          return;
        if (!Keys)
          Keys.emplace(M, FuncId{F});
        JoinedByHand.insert(Keys->lastField(Handle));
      });
    }
  }

  void visit(EventRef At, const Spawn &S) {
    const Function &Func = M[At.Func];
    const FuncId Entry = entryOf(At.Func, S);
    if (!valid(Entry) || !getsThis(At.Func, S, Entry))
      return;
    const Uses Used = usesOf(Entry, Func.Parent);
    const std::optional<uint32_t> Member = memberOf(At.Func, S);
    const bool Constructs = Func.Kind == FunctionKind::Constructor;
    if (Constructs && Member)
      if (std::optional<uint32_t> Late = madeAfter(At.Func, *Member, Used))
        return tellEarly(At, *Member, *Late, Used.Fields.at(*Late));
    if (Constructs && Used.VirtualCall)
      return tellVirtual(At, *Used.VirtualCall);
    if (std::optional<uint32_t> Holder = joiningMember(At, S, Member))
      if (std::optional<uint32_t> Gone = goneBefore(Func.Parent, *Holder, Used))
        tellLate(At, *Holder, *Gone, Used.Fields.at(*Gone));
  }

  /// The function that the thread runs, if the spawn says so itself.
  FuncId entryOf(FuncId F, const Spawn &S) const {
    const Body &B = *M[F].Definition;
    TermId T = S.Target;
    while (valid(T) && B[T].Kind == TermKind::Cast)
      T = B[T].A;
    if (!valid(T))
      return FuncId::None;
    if (B[T].Kind == TermKind::AddressOf &&
        B[B[T].P].Kind == PlaceKind::Function)
      return B[B[T].P].Func;
    const TypeId Type = B[T].Type;
    if (!valid(Type) || M[Type].Kind != TypeKind::Pointer ||
        !valid(M[M[Type].Elem].Record))
      return FuncId::None;
    const Record &R = M[M[M[Type].Elem].Record];
    return R.CallOperators.size() == 1 ? R.CallOperators.front() : FuncId::None;
  }

  /// Is the thread handed the object that \p F works on?
  bool getsThis(FuncId F, const Spawn &S, FuncId Entry) const {
    const Body &B = *M[F].Definition;
    if (M[Entry].Kind == FunctionKind::LambdaCall)
      return llvm::any_of(M[M[Entry].Parent].Fields,
                          [](const Field &C) { return C.CaptureThis; });
    return llvm::any_of(S.Args, [&](TermId T) {
      while (valid(T) && B[T].Kind == TermKind::Cast)
        T = B[T].A;
      return valid(T) && B[T].Kind == TermKind::Value &&
             B[B[T].P].Kind == PlaceKind::Local &&
             B[B[B[T].P].Local].Kind == LocalKind::This;
    });
  }

  /// The member of `this` into which the thread is started directly.
  std::optional<uint32_t> memberOf(FuncId F, const Spawn &S) const {
    if (S.Kind != ThreadKind::StdThread && S.Kind != ThreadKind::StdJthread)
      return std::nullopt;
    return fieldOf(F, S.Handle);
  }

  std::optional<uint32_t> fieldOf(FuncId F, PlaceId Handle) const {
    const Body &B = *M[F].Definition;
    if (!valid(Handle) || B[Handle].Kind != PlaceKind::Field ||
        B[Handle].Field.Record != M[F].Parent ||
        B[B[Handle].Base].Kind != PlaceKind::Deref)
      return std::nullopt;
    return B[Handle].Field.Index;
  }

  Uses usesOf(FuncId Entry, RecordId Class) const {
    Uses Result;
    std::set<FuncId> Seen = {Entry};
    std::vector<FuncId> Work = {Entry};
    while (!Work.empty()) {
      const FuncId F = Work.back();
      Work.pop_back();
      if (!M[F].Definition)
        continue;
      const Body &B = *M[F].Definition;
      forEachEvent(M, F, [&](EventRef At) {
        forEachPlace(B, M[At], [&](PlaceId P) {
          if (B[P].Kind == PlaceKind::Field && B[P].Field.Record == Class)
            Result.Fields.try_emplace(B[P].Field.Index, At);
        });
        const auto *C = std::get_if<Call>(&M[At]);
        if (!C || !valid(C->Callee))
          return;
        if (C->Virtual && M[C->Callee].Parent == Class && !Result.VirtualCall &&
            isOverridden(C->Callee))
          Result.VirtualCall = At;
        if (Seen.insert(C->Callee).second)
          Work.push_back(C->Callee);
      });
    }
    return Result;
  }

  bool isOverridden(FuncId F) const {
    return llvm::any_of(M.Functions, [&](const Function &Other) {
      return llvm::is_contained(Other.Overrides, F);
    });
  }

  /// A member that the thread uses and that \p Constructor makes after the
  /// thread's.
  std::optional<uint32_t> madeAfter(FuncId Constructor, uint32_t Thread,
                                    const Uses &Used) const {
    const Record &R = M[M[Constructor].Parent];
    for (const auto &[Field, At] : Used.Fields)
      if (Field > Thread &&
          (isObject(R.Fields[Field].Type) || isInitialised(Constructor, Field)))
        return Field;
    return std::nullopt;
  }

  bool isObject(TypeId T) const {
    while (M[T].Kind == TypeKind::Array)
      T = M[T].Elem;
    return M[T].Kind == TypeKind::Record;
  }

  bool isInitialised(FuncId F, uint32_t Field) const {
    const Body &B = *M[F].Definition;
    bool Found = false;
    forEachEvent(M, F, [&](EventRef At) {
      const auto *X = std::get_if<Access>(&M[At]);
      Found |= X && X->Init && B[X->P].Kind == PlaceKind::Field &&
               B[X->P].Field == FieldRef{M[F].Parent, Field};
    });
    return Found;
  }

  /// The std::jthread member that ends up with the thread, unless a function
  /// joins it in time.
  std::optional<uint32_t> joiningMember(EventRef At, const Spawn &S,
                                        std::optional<uint32_t> Member) const {
    if (S.Kind != ThreadKind::StdJthread)
      return std::nullopt;
    if (!Member)
      Member = movedTo(At, S);
    if (!Member || JoinedByHand.count({M[At.Func].Parent, *Member}))
      return std::nullopt;
    return Member;
  }

  /// `Worker = std::jthread(…)`.
  std::optional<uint32_t> movedTo(EventRef At, const Spawn &S) const {
    const Body &B = *M[At.Func].Definition;
    std::optional<uint32_t> Found;
    if (valid(S.Handle) && B[S.Handle].Kind == PlaceKind::Local)
      forEachEvent(M, At.Func, [&](EventRef Other) {
        const auto *T = std::get_if<ThreadOp>(&M[Other]);
        if (T && T->Op == ThreadOp::OpKind::Move && valid(T->From) &&
            B[T->From].Kind == PlaceKind::Local &&
            B[T->From].Local == B[S.Handle].Local)
          Found = fieldOf(At.Func, T->Handle);
      });
    return Found;
  }

  /// A member that the thread uses and that is destroyed before \p Thread.
  std::optional<uint32_t> goneBefore(RecordId Class, uint32_t Thread,
                                     const Uses &Used) const {
    for (const auto &[Field, At] : Used.Fields) {
      const TypeId T = M[Class].Fields[Field].Type;
      if (Field > Thread && M[T].Kind == TypeKind::Record &&
          hasEnd(M[M[T].Record]))
        return Field;
    }
    return std::nullopt;
  }

  /// Does it matter that an object of the class is destroyed? A mutex may have
  /// nothing to do then, and is none any more.
  static bool hasEnd(const Record &R) {
    return !R.TriviallyCopyable || llvm::StringRef(R.Name).ends_with("mutex");
  }

  Finding begin(EventRef At, std::string Object, std::string Label) const {
    Finding F;
    F.Object = std::move(Object);
    F.Belief = Confidence::Likely;
    F.Explains = {lifeFault(M, M[At.Func].Parent)};
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = std::move(Label);
    F.Sites.push_back(std::move(S));
    return F;
  }

  void addMember(Finding &F, RecordId Class, uint32_t Field, std::string Text,
                 EventRef Use) const {
    const struct Field &D = M[Class].Fields[Field];
    F.Sites.push_back(declarationSite(M, D.Pos, std::move(Text)));
    F.Sites.push_back(siteAt(M, SiteRole::OtherAccess, Use,
                             "the thread uses " + quoted(D.Name) + " here"));
  }

  void tellEarly(EventRef At, uint32_t Thread, uint32_t Late, EventRef Use) {
    const RecordId Class = M[At.Func].Parent;
    const std::string Name = M[Class].Fields[Late].Name,
                      Member = M[Class].Fields[Thread].Name;
    Finding F = begin(At, Name, "the thread may run from here on");
    F.Message = quoted(Member) + " is started before " + quoted(Name) +
                " is made, and uses it";
    F.Reasons = {"members are made in the order of their declarations"};
    addMember(F, Class, Late,
              quoted(Name) + " is made later, and destroyed "
                             "earlier",
              Use);
    F.Why = "members are made in the order in which the class declares them, "
            "whatever the order of the initialisers. The thread runs at once: "
            "it locks a mutex that is not there yet, or puts into a queue "
            "whose constructor empties it again. At the end the same happens "
            "in reverse";
    F.Repair = repair(Member, "std::thread");
    offerLastMember(Context, F, {Class, Thread});
    Context.Report(std::move(F));
  }

  static std::string repair(const std::string &Member,
                            const std::string &Type) {
    return "declare " + quoted(Member) +
           " as the last member, so that all others are there before it and "
           "after it:\n  …\n  " +
           Type + " " + Member +
           ";\nor start the thread in the body of the constructor, and join it "
           "in the destructor";
  }

  void tellLate(EventRef At, uint32_t Thread, uint32_t Gone, EventRef Use) {
    const RecordId Class = M[At.Func].Parent;
    const std::string Name = M[Class].Fields[Gone].Name,
                      Member = M[Class].Fields[Thread].Name;
    Finding F =
        begin(At, Name,
              "this thread is joined by the destructor of " + quoted(Member));
    F.Message = quoted(Name) + " is destroyed before " + quoted(Member) +
                " waits for the thread that uses it";
    F.Reasons = {"members are destroyed in reverse order, and nobody joins " +
                 quoted(Member) + " by hand"};
    addMember(F, Class, Gone,
              quoted(Name) + " is declared after " + quoted(Member) +
                  ", so it is destroyed first",
              Use);
    F.Why = "a std::jthread joins in its destructor, and members are destroyed "
            "in the reverse order of their declarations: what stands below it "
            "is gone while its thread still runs";
    F.Repair = repair(Member, "std::jthread");
    offerLastMember(Context, F, {Class, Thread});
    Context.Report(std::move(F));
  }

  void tellVirtual(EventRef At, EventRef Call) {
    const FuncId Callee = std::get<struct Call>(M[Call]).Callee;
    const std::string Name = M[Callee].Name;
    Finding F = begin(At, Name, "only the base class is made by now");
    F.Message = "the constructor starts a thread that calls " + quoted(Name) +
                ", which a derived class overrides";
    F.Reasons = {"a base class is made before what is derived from it"};
    F.Sites.push_back(
        siteAt(M, SiteRole::OtherAccess, Call, "the thread calls it here"));
    F.Why = "the thread may run before the derived class is made: then the "
            "call goes to the base class, where it does nothing or ends the "
            "program (pure virtual call), or to a function whose members are "
            "not there yet. The same at the end: the derived part is destroyed "
            "before the base class joins";
    F.Repair = "start the thread in a function of its own, start(), that is "
               "called when the object is whole; and stop it before the "
               "derived class is destroyed. Or hand the base class what it is "
               "to run: a std::function instead of a virtual function";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  std::set<FieldRef> JoinedByHand;
};

void check(const CheckContext &Context) { EarlyThreads(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule ThreadBeforeMembers;
const Rule ThreadBeforeMembers = {
    {"thread-before-members", Category::Lifetime, Severity::Error,
     RuleScope::Local,
     "a thread uses members that are made after it, or destroyed before it"},
    check};
} // namespace heddle::rules
