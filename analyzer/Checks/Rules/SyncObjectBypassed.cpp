//===- SyncObjectBypassed.cpp - sync-object-bypassed ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A lock, condition or thread object is touched other than by its functions:
/// copied by an assignment or by memcpy, alone or in a struct, compared byte by
/// byte, looked into. What is in there is the library's own, and often tied to
/// the object's address: who waits for the original does not wait for the copy.
///
/// Giving one its first value is no such case, be it by a static initialiser, a
/// compound literal or by zeroes.
///
/// Misses: handles that are plain numbers (pthread_t, pthread_key_t), which
/// look like any other number here; what is done through native_handle().
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <set>
#include <string>

using namespace heddle;
using llvm::StringRef;

namespace {

bool isSyncName(StringRef Name) {
  static constexpr StringRef Names[] = {"pthread_mutex_t",
                                        "pthread_cond_t",
                                        "pthread_rwlock_t",
                                        "pthread_barrier_t",
                                        "sem_t",
                                        "mtx_t",
                                        "cnd_t",
                                        "std::mutex",
                                        "std::recursive_mutex",
                                        "std::timed_mutex",
                                        "std::recursive_timed_mutex",
                                        "std::shared_mutex",
                                        "std::shared_timed_mutex",
                                        "std::condition_variable",
                                        "std::condition_variable_any",
                                        "std::thread",
                                        "std::jthread",
                                        "std::counting_semaphore",
                                        "std::latch",
                                        "std::barrier",
                                        "std::once_flag"};
  return llvm::is_contained(Names, Name);
}

class Bypasses {
public:
  Bypasses(const CheckContext &Context, FuncId F)
      : Context(Context), M(Context.P.M), F(F), B(*M[F].Definition),
        Keys(M, F) {}

  void run() {
    forEachEvent(M, F, [&](EventRef At) {
      if (const auto *X = std::get_if<Access>(&M[At]))
        visit(At, *X);
    });
  }

private:
  bool isSync(TypeId T) const {
    return valid(T) && M[T].Kind == TypeKind::Record && valid(M[T].Record) &&
           M[M[T].Record].System && isSyncName(M[M[T].Record].Name);
  }

  /// The sync object in a value of type \p T, as `.Lock`; empty for none, `.`
  /// for the value itself.
  std::string syncIn(TypeId T, unsigned Depth = 0) const {
    while (valid(T) && M[T].Kind == TypeKind::Array)
      T = M[T].Elem;
    if (isSync(T))
      return ".";
    if (!valid(T) || M[T].Kind != TypeKind::Record || Depth > 2)
      return "";
    for (const Field &Part : M[M[T].Record].Fields)
      if (std::string Inner = syncIn(Part.Type, Depth + 1); !Inner.empty())
        return "." + Part.Name + (Inner == "." ? "" : Inner);
    return "";
  }

  void visit(EventRef At, const Access &X) {
    if (PlaceId Object = inside(X.P); valid(Object) && !X.Init) {
      if (!valid(X.Via))
        tellInside(At, X, Object);
      return;
    }
    const StringRef Via = valid(X.Via) ? StringRef(M[X.Via].Name) : "";
    if (copies(Via)) {
      tellBytes(At, X, Via);
    } else if (Via.empty() && X.Kind == AccessKind::Write && valid(X.Value) &&
               B[X.Value].Kind == TermKind::Value && !isOwn(B[X.Value].P)) {
      const std::string Part = syncIn(B[X.P].Type);
      if (!Part.empty() && !isMember(X))
        tellCopy(At, X.P, B[X.Value].P, Part, "assignment");
    }
  }

  static bool copies(StringRef Via) {
    Via.consume_front("std::");
    return Via == "memcpy" || Via == "memmove" || Via == "memcmp" ||
           Via == "bcopy" || Via == "bcmp";
  }

  /// The sync object whose inside \p P is a part of.
  PlaceId inside(PlaceId P) const {
    PlaceId Found = PlaceId::None;
    for (; valid(P); P = B[P].Base)
      if (B[P].Kind == PlaceKind::Field && !isPseudo(B[P].Field) &&
          valid(B[P].Base) && isSync(B[B[P].Base].Type))
        Found = B[P].Base;
    return Found;
  }

  /// A temporary: a compound literal, what a function returned.
  bool isOwn(PlaceId P) const {
    const LocalId Root = Keys.root(P);
    return valid(Root) && B[Root].Kind == LocalKind::Temporary;
  }

  /// What is known of the memory at \p P, seen through casts to `void *`.
  TypeId typeBehind(PlaceId P) const {
    P = Keys.resolve(P);
    if (B[P].Kind != PlaceKind::Deref)
      return B[P].Type;
    TermId T = B[P].Pointer;
    while (B[T].Kind == TermKind::Cast && valid(B[B[T].A].Type) &&
           M[B[B[T].A].Type].Kind == TypeKind::Pointer)
      T = B[T].A;
    return valid(B[T].Type) ? M[B[T].Type].Elem : TypeId::None;
  }

  /// A copy that the compiler makes member by member, in a constructor or
  /// assignment that nobody wrote, is the class's affair.
  bool isMember(const Access &) const { return M[F].Implicit; }

  void tellBytes(EventRef At, const Access &X, StringRef Via) {
    // Of what is copied the target is told.
    if (X.Kind == AccessKind::Read && !Via.ends_with("cmp"))
      return;
    std::string Part = syncIn(typeBehind(X.P));
    if (Part.empty() || !Told.insert(index(At.Block)).second)
      return;
    tellCopy(At, X.P, PlaceId::None, Part, Via.str());
  }

  Finding begin(EventRef At, const std::string &Name, Confidence Belief,
                std::string Label) const {
    Finding Result;
    Result.Object = Name;
    Result.Cause = localCause(M, F, Name + " bypassed");
    Result.Belief = Belief;
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = std::move(Label);
    Result.Sites.push_back(std::move(S));
    Result.Why =
        "what is in such an object belongs to the library: who holds it, who "
        "waits for it, lists that lead through its address. A copy is no "
        "second lock and not the same one either; what is read there without "
        "the library's care is out of date at once, and what is written "
        "there breaks it. All of this is undefined";
    return Result;
  }

  void tellInside(EventRef At, const Access &X, PlaceId Object) {
    const std::string Name = describe(M, F, Object);
    const bool Reads = X.Kind == AccessKind::Read;
    Finding Result = begin(At, Name, Confidence::Certain,
                           Reads ? "reads the library's own data"
                                 : "changes the library's own data");
    Result.Reasons = {"the inside of the object is named here"};
    Result.Message = std::string(Reads ? "this looks into "
                                       : "this writes "
                                         "into ") +
                     quoted(Name) + " instead of using its functions";
    Result.Repair = "ask its functions: trylock tells whether it is free at "
                    "that moment. What the program wants to know about its "
                    "own state belongs into a variable of its own, under the "
                    "lock";
    Context.Report(std::move(Result));
  }

  /// `Slot.Lock`, `To->Lock` for the part of `*To`.
  static std::string nameOf(StringRef Whole, StringRef Part) {
    if (Part == ".")
      return Whole.str();
    if (Whole.consume_front("*"))
      return (Whole + "->" + Part.drop_front()).str();
    return (Whole + Part).str();
  }

  void tellCopy(EventRef At, PlaceId To, PlaceId From, const std::string &Part,
                const std::string &How) {
    const std::string Name = nameOf(describe(M, F, Keys.resolve(To)), Part);
    const bool Compares = StringRef(How).ends_with("cmp");
    Finding Result =
        begin(At, Name, Part == "." ? Confidence::Certain : Confidence::Likely,
              Compares ? "compares the library's own data"
                       : "makes a copy of the library's own data");
    Result.Reasons = {Part == "." ? "the object itself is named here"
                                  : "it is a part of what is named here"};
    Result.Message =
        quoted(Name) + (Compares ? " is compared" : " is copied") + " by " +
        How +
        (valid(From) && Part == "." ? " of " + quoted(describe(M, F, From))
                                    : "");
    Result.Repair =
        Compares ? "compare the members that are the program's own, one by one"
        : Part == "."
            ? "hand out its address, so that all use the one object; a second "
              "one is made by its own init function or constructor"
            : "copy the other members one by one, and leave the lock of the "
              "target as it is; or keep what is to be copied in a struct of "
              "its own, beside the lock";
    Context.Report(std::move(Result));
  }

  const CheckContext &Context;
  const Module &M;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
  std::set<uint32_t> Told; ///< blocks: both sides of a memcpy are one fault
};

void check(const CheckContext &Context) {
  forEachUserBody(Context.P.M, [&](FuncId F) { Bypasses(Context, F).run(); });
}

} // namespace

namespace heddle::rules {
extern const Rule SyncObjectBypassed;
const Rule SyncObjectBypassed = {
    {"sync-object-bypassed", Category::Lifetime, Severity::Warning,
     RuleScope::Local,
     "a lock or thread object is copied or looked into as plain memory"},
    check};
} // namespace heddle::rules
