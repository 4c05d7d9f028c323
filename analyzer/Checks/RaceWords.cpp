//===- RaceWords.cpp - Telling a race: in words ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/RaceStory.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

bool RaceStory::isC() const { return M.Lang == Language::C; }

std::string RaceStory::thread(const GuardedAccess &Access) const {
  auto Words = [&](const GuardedAccess &X) {
    return threadWords(M, A.ThreadTable[X.Thread], X.Chain, X.At);
  };
  const std::string Own = Words(Access);
  llvm::StringRef Name = Own;
  // The second of two that have one name.
  if (&Access != Second || Words(*First) != Name)
    return Name.str();
  Name.consume_front("a ");
  return "another " + Name.str();
}

std::string RaceStory::holding(const GuardedAccess &Access) const {
  std::vector<std::string> Names;
  for (const LockUse &L : Access.Held)
    if (L.Must)
      Names.push_back(quoted(L.Name) + (L.Mode == LockMode::Shared
                                            ? " (as a reader only)"
                                            : ""));
  return Names.empty() ? "holding nothing" : "holding " + list(Names);
}

/// A lock, a condition or the like is used as one.
static bool usesLock(const GuardedAccess &Access) {
  return Access.isAtomic() && Access.SizeBytes == 0 && !valid(Access.Via);
}

std::string RaceStory::verb(const GuardedAccess &Access) {
  switch (Access.Kind) {
  case AccessKind::Read:
    return usesLock(Access) ? "uses" : "reads";
  case AccessKind::Write:
    return "writes";
  case AccessKind::Update:
    return "updates";
  case AccessKind::Destroy:
    return "destroys";
  }
  return "touches";
}

std::string RaceStory::participle(const GuardedAccess &Access) {
  switch (Access.Kind) {
  case AccessKind::Read:
    return usesLock(Access) ? "used" : "read";
  case AccessKind::Write:
    return "written";
  case AccessKind::Update:
    return "updated";
  case AccessKind::Destroy:
    return "destroyed";
  }
  return "touched";
}

std::string RaceStory::interleaving() const {
  const GuardedAccess &F = *First, &S = *Second;
  std::string One = thread(F), Other = thread(S);
  if (F.Kind == AccessKind::Destroy || S.Kind == AccessKind::Destroy) {
    bool FirstDestroys = F.Kind == AccessKind::Destroy;
    return (FirstDestroys ? One : Other) + " can destroy " + object() +
           " while " + (FirstDestroys ? Other : One) +
           " is still using it: what that one reads then is whatever lies in "
           "the freed memory";
  }
  if (F.Kind == AccessKind::Update && S.Kind == AccessKind::Update)
    return "an update is three steps: read, compute, write back. Both threads "
           "can read the same old value, and then the update of one of them "
           "is lost";
  if (F.Kind == AccessKind::Update || S.Kind == AccessKind::Update) {
    bool FirstUpdates = F.Kind == AccessKind::Update;
    const GuardedAccess &Rest = FirstUpdates ? S : F;
    if (Rest.isWrite())
      return "the update reads the old value and writes back a new one. What " +
             (FirstUpdates ? Other : One) +
             " writes in between is overwritten and lost";
    return (FirstUpdates ? Other : One) +
           " may see the value before or after the update, and nothing "
           "decides which; the compiler may even assume that this cannot "
           "happen, and keep an old value in a register";
  }
  if (F.isWrite() && S.isWrite())
    return "both threads write, and which value stays is a matter of luck, "
           "another one in every run";
  bool FirstReads = !F.isWrite();
  return (FirstReads ? One : Other) + " may read before " +
         (FirstReads ? Other : One) +
         " has written, after it, or while it is writing; nothing decides "
         "which, and every run may come out differently";
}

std::string RaceStory::repairByLock() const {
  // A lock that a function of the program's own takes is that function's
  // business: its mutex may not even be visible here.
  const LockUse &Lock = Guard->Lock;
  for (const LockUse &Held : Second->Held)
    if (Held.Cell == Lock.Cell && !Held.Chain.empty()) {
      SourceSpan At = makeSpan(M, Held.Chain.front());
      return "hold it here too, as " + thread(*Second) +
             " does by the call at " +
             shortLocation(At, makeSpan(M, First->At).File);
    }
  if (isC())
    return "hold " + quoted(Lock.Name) + " here too:\n  pthread_mutex_lock(&" +
           Lock.Name + "); … pthread_mutex_unlock(&" + Lock.Name + ");";
  return "hold " + quoted(Lock.Name) + " here too:\n  std::lock_guard Guard(" +
         Lock.Name + ");";
}

/// Does one of the two threads start the other and join it later? Then the
/// order of two lines is all that is wrong.
bool RaceStory::isJoinable() const {
  const AbstractThread &T1 = A.ThreadTable[First->Thread],
                       &T2 = A.ThreadTable[Second->Thread];
  return (T1.Parent == Second->Thread && !T1.Joins.empty() && !T1.Many) ||
         (T2.Parent == First->Thread && !T2.Joins.empty() && !T2.Many);
}

std::string RaceStory::repairWithoutLock() const {
  std::string Text;
  if (isJoinable()) {
    const AbstractThread &T1 = A.ThreadTable[First->Thread];
    bool FirstIsChild = T1.Parent == Second->Thread && !T1.Joins.empty();
    const AbstractThread &Child =
        FirstIsChild ? T1 : A.ThreadTable[Second->Thread];
    Text = "wait for the thread first: move the access in " +
           thread(FirstIsChild ? *Second : *First) + " behind the join of " +
           quoted(Child.Name) + "; or ";
  }
  TypeId T = Group.Object.Type;
  TypeKind Kind = valid(T) ? M[T].Kind : TypeKind::Opaque;
  bool Scalar = Kind == TypeKind::Int || Kind == TypeKind::Bool ||
                Kind == TypeKind::Enum || Kind == TypeKind::Pointer ||
                Kind == TypeKind::Float;
  if (isC())
    Text += "guard every access by one mutex:\n  pthread_mutex_lock(&Lock); … "
            "pthread_mutex_unlock(&Lock);";
  else
    Text += "guard every access by one mutex:\n  std::lock_guard "
            "Guard(Mutex);";
  if (Scalar && !isC())
    Text += "\nor, where each access stands for itself, make it atomic:\n  "
            "std::atomic<" +
            M[T].Spelling + ">";
  if (Scalar && isC())
    Text += "\nor, where each access stands for itself, make it atomic:\n  "
            "_Atomic " +
            M[T].Spelling;
  return Text;
}
