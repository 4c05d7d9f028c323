//===- GuardFixes.cpp - Guards get names ----------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/FixBuilder.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Fixes/Spelling.h"
#include "analyzer/Findings/Span.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace heddle;

/// Is the span a statement of its own, in a block?
static std::optional<Statement> wholeStatement(FixBuilder &Fix,
                                               const Anchor &A) {
  std::optional<Statement> S = Fix.statement(A, A.First);
  if (!S || S->First != A.First || S->Last != A.Last + 1 || S->Alone) {
    Fix.fail();
    return std::nullopt;
  }
  return S;
}

void heddle::offerGuardName(const CheckContext &Context, Finding &F,
                            const SourceSpan &Guard) {
  FixBuilder Fix(Context, "name the guard");
  std::optional<Anchor> A = Fix.at(Guard);
  if (!A || !wholeStatement(Fix, *A))
    return;
  // `Type(M)` or `Type{M}`: the name goes before the bracket.
  size_t Open = A->Text->match(A->Last);
  if (Open == SourceToken::None || Open <= A->First)
    return;
  Fix.insertBefore(*A, Open,
                   " " + FixBuilder::freshName(*A, A->First, "Guard"));
  Fix.offer(F);
}

void heddle::offerPlainGuard(const CheckContext &Context, Finding &F,
                             const SourceSpan &Guard, llvm::StringRef Tag) {
  FixBuilder Fix(Context, "leave out std::" + Tag.str());
  std::optional<Anchor> A = Fix.at(Guard);
  if (!A)
    return;
  for (size_t I = A->First; I <= A->Last; ++I) {
    if (!A->is(I, Tag) || !(A->is(I + 1, ")") || A->is(I + 1, "}")))
      continue;
    size_t Begin = I;
    if (A->is(I - 1, "::") && A->is(I - 2, "std"))
      Begin = I - 2;
    if (A->is(Begin - 1, ","))
      Fix.replace(*A, Begin - 1, I, "");
  }
  Fix.offer(F);
}

void heddle::offerWriting(const CheckContext &Context, Finding &F,
                          const SourceSpan &Reader) {
  FixBuilder Fix(Context, "take the lock for writing");
  std::optional<Anchor> A = Fix.at(Reader);
  std::optional<Statement> S = Fix.statement(A);
  if (!S)
    return;
  for (size_t I = S->First; I <= S->Last; ++I) {
    if (A->is(I, "pthread_rwlock_rdlock"))
      Fix.replace(*A, I, I, "pthread_rwlock_wrlock");
    if (!A->is(I, "shared_lock"))
      continue;
    // Who is given the guard, as a std::shared_lock, would not take it.
    size_t Name = A->Text->match(S->Last - 1) - 1;
    size_t End = A->Text->match(S->Block);
    for (size_t Use = S->Last; Use < End; ++Use)
      if (A->word(Use) == A->word(Name) && !A->is(Use + 1, "."))
        Fix.fail();
    Fix.replace(*A, I, I, "unique_lock");
    Fix.include(A->File, "mutex");
  }
  Fix.offer(F);
}

void heddle::offerStatic(const CheckContext &Context, Finding &F,
                         const SourceSpan &Mutex) {
  FixBuilder Fix(Context, "one for all calls");
  std::optional<Anchor> A = Fix.at(Mutex);
  std::optional<Statement> S = Fix.statement(A);
  if (!S)
    return;
  bool Std =
      A->is(S->First, "std") &&
      (A->is(S->First + 2, "mutex") || A->is(S->First + 2, "once_flag")) &&
      S->Last == S->First + 4;
  bool Posix = A->is(S->First, "pthread_mutex_t") && A->is(S->First + 2, "=") &&
               A->is(S->First + 3, "PTHREAD_MUTEX_INITIALIZER") &&
               S->Last == S->First + 4;
  if (Std || Posix)
    Fix.insertBefore(*A, S->First, "static ");
  Fix.offer(F);
}

/// Is \p Second the same statement as \p First, of another lock?
static bool isSameOf(const Anchor &A, const Statement &First,
                     const Statement &Second, llvm::StringRef FirstName,
                     llvm::StringRef SecondName) {
  std::string Text = A.source(First.First, First.Last).str();
  size_t At = Text.find(FirstName.str());
  if (At == std::string::npos)
    return false;
  Text.replace(At, FirstName.size(), SecondName.str());
  return A.source(Second.First, Second.Last) == Text;
}

void heddle::offerOtherOrder(const CheckContext &Context, Finding &F,
                             const SourceSpan &First, llvm::StringRef FirstName,
                             llvm::StringRef SecondName) {
  FixBuilder Fix(Context, "unlock in the reverse order");
  std::optional<Anchor> A = Fix.at(First);
  std::optional<Statement> One = Fix.statement(A);
  if (!One)
    return;
  std::optional<Statement> Two = Fix.statement(*A, One->Last + 1);
  if (!Two || One->Alone || Two->Alone || One->Block != Two->Block ||
      !isSameOf(*A, *One, *Two, FirstName, SecondName))
    return;
  Fix.replace(*A, One->First, One->Last,
              A->source(Two->First, Two->Last).str());
  Fix.replace(*A, Two->First, Two->Last,
              A->source(One->First, One->Last).str());
  Fix.offer(F);
}

void heddle::offerWaiting(const CheckContext &Context, Finding &F,
                          const SourceSpan &Try) {
  FixBuilder Fix(Context, "wait for the lock");
  std::optional<Anchor> A = Fix.at(Try);
  if (!A || !wholeStatement(Fix, *A))
    return;
  for (size_t I = A->First; I <= A->Last; ++I) {
    llvm::StringRef Waits =
        llvm::StringSwitch<llvm::StringRef>(A->word(I))
            .Case("try_lock", "lock")
            .Case("try_lock_shared", "lock_shared")
            .Case("try_acquire", "acquire")
            .Case("pthread_mutex_trylock", "pthread_mutex_lock")
            .Case("pthread_rwlock_tryrdlock", "pthread_rwlock_rdlock")
            .Case("pthread_rwlock_trywrlock", "pthread_rwlock_wrlock")
            .Case("pthread_spin_trylock", "pthread_spin_lock")
            .Case("mtx_trylock", "mtx_lock")
            .Default("");
    if (!Waits.empty())
      Fix.replace(*A, I, I, Waits.str());
  }
  Fix.offer(F);
}

static bool isMutex(const Module &M, TypeId T) {
  return valid(T) && valid(M[T].Record) &&
         llvm::is_contained({"std::mutex", "std::recursive_mutex",
                             "std::timed_mutex", "std::recursive_timed_mutex",
                             "std::shared_mutex", "std::shared_timed_mutex"},
                            M[M[T].Record].Name);
}

/// The names of all mutexes that \p Function could have meant.
static std::vector<std::string>
mutexesFor(const CheckContext &Context, FuncId Function, const Anchor &Where) {
  const Module &M = Context.P.M;
  std::vector<std::string> Names;
  if (valid(M[Function].Parent)) {
    if (M[M[Function].Parent].Kind == RecordKind::Lambda)
      return {};
    for (const Field &Member : M[M[Function].Parent].Fields)
      if (isMutex(M, Member.Type) && (Member.Mutable || !M[Function].Const))
        Names.push_back(Member.Name);
    return Names;
  }
  for (uint32_t I = 0; I < M.Globals.size(); ++I)
    if (isMutex(M, M.Globals[I].Type) &&
        isVisibleAt(Context, GlobalId{I}, Where))
      Names.push_back(M.Globals[I].Name);
  return Names;
}

void heddle::offerOnlyMutex(const CheckContext &Context, Finding &F,
                            FuncId Function, LocalId Guard) {
  const Module &M = Context.P.M;
  FixBuilder Fix(Context, "give it the mutex");
  std::optional<Anchor> A = Fix.at(makeSpan(M, Function, Guard));
  std::optional<Statement> S = Fix.statement(A);
  if (!S)
    return;
  std::vector<std::string> Mutexes = mutexesFor(Context, Function, *A);
  size_t Name = S->First;
  while (Name < S->Last && !A->is(Name, (*M[Function].Definition)[Guard].Name))
    ++Name;
  if (Mutexes.size() != 1 || Name == S->Last)
    return;
  // `std::scoped_lock<> Guard{}`: neither the `<>` nor the `{}` stay.
  if (A->is(Name - 1, ">") && A->is(Name - 2, "<"))
    Fix.replace(*A, Name - 2, Name - 1, "");
  std::string Argument = "(" + Mutexes.front() + ")";
  if (Name + 1 == S->Last)
    Fix.insertAfter(*A, Name, Argument);
  else if (Name + 3 == S->Last && A->is(Name + 1, "{"))
    Fix.replace(*A, Name + 1, Name + 2, Argument);
  Fix.offer(F);
}
