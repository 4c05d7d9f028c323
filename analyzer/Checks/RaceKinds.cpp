//===- RaceKinds.cpp - Which rule tells a race ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Puts a race into words' hands: every group of colliding accesses belongs to
/// exactly one rule. What says how to repair it comes first (a lock that is
/// there and was forgotten), then what the object is.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/RaceStory.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace heddle;

static bool mustHoldAny(const GuardedAccess &A) {
  return llvm::any_of(A.Held, [](const LockUse &L) { return L.Must; });
}

RaceKind RaceStory::classify() {
  if (isEndOfLife(*Pair))
    return RaceKind::Lifetime;
  if (isOfSignalHandler())
    return RaceKind::Signal;
  if (isInOneTeam())
    return RaceKind::OpenMP;
  if (writesAsReader(*First, *Second))
    return RaceKind::SharedLock;
  if (isBitField())
    return RaceKind::BitField;
  bool IsDestroyed =
      First->Kind == AccessKind::Destroy || Second->Kind == AccessKind::Destroy;
  if (IsDestroyed && !Guard)
    return RaceKind::Destruction;
  if (First->isAtomic() != Second->isAtomic() && !IsDestroyed)
    return RaceKind::MixedAtomic;
  if (mustHoldAny(*First) && mustHoldAny(*Second))
    return Guard ? RaceKind::Inconsistent : RaceKind::Plain;
  if (Guard)
    return unguardedKind();
  Flag = weakPublication(A, *First, *Second);
  if (!Flag)
    Flag = weakPublication(A, *Second, *First);
  if (Flag)
    return RaceKind::WeakOrder;
  if (First->Volatile && Second->Volatile)
    return RaceKind::Volatile;
  if (isLoopCondition(*First))
    return RaceKind::Flag;
  if (isReplaced())
    return RaceKind::Assignment;
  if (Group.Object.IsContainer && (isShape(*First) || isShape(*Second)))
    return RaceKind::Container;
  auto ByReference = [](const GuardedAccess &Access) {
    return valid(Access.Capture.Record) || Access.ByArgument;
  };
  if (Group.Object.Root.Kind == ObjectKind::Local &&
      !valid(Group.Object.Owner) &&
      (ByReference(*First) || ByReference(*Second)))
    return RaceKind::Captured;
  if (isInConstMethod(*First) || isInConstMethod(*Second))
    return RaceKind::ConstMethod;
  return RaceKind::Plain;
}

/// A look without the lock: what for?
RaceKind RaceStory::unguardedKind() const {
  const Body &B = *M[First->At.Func].Definition;
  const BasicBlock &Here = B[First->At.Block];
  if (First->Kind != AccessKind::Read ||
      Here.Term.Kind != TerminatorKind::Branch)
    return RaceKind::Unguarded;
  auto IsInside = [&](BlockId Block) { return isInLoop(B, Block, Here.Loop); };
  // while (!Ready) { lock; C.wait(…); }
  if (valid(Here.Loop) && !llvm::all_of(Here.Term.Succs, IsInside))
    for (uint32_t I = 0; I < B.Blocks.size(); ++I)
      if (IsInside(BlockId{I}))
        for (const Event &E : B.Blocks[I].Events)
          if (std::holds_alternative<Wait>(E))
            return RaceKind::Predicate;
  // if (!Instance) { lock; if (!Instance) Instance = …; }
  if (Second->isWrite() && Second->At.Func == First->At.Func &&
      !valid(Here.Loop) && isUsedAfter(*First))
    return RaceKind::DoubleChecked;
  return RaceKind::Unguarded;
}

/// Is the object read again under the lock that \p Access lacks?
bool RaceStory::isUsedAfter(const GuardedAccess &Access) const {
  return llvm::any_of(Group.Accesses, [&](const GuardedAccess &Other) {
    return Other.Kind == AccessKind::Read && Other.At.Func == Access.At.Func &&
           Other.At != Access.At &&
           llvm::any_of(Other.Held, [&](const LockUse &L) {
             return L.Must && L.Cell == Guard->Lock.Cell;
           });
  });
}

bool RaceStory::isOfSignalHandler() const {
  return A.ThreadTable[First->Thread].Origin == ThreadOrigin::Signal ||
         A.ThreadTable[Second->Thread].Origin == ThreadOrigin::Signal;
}

/// Do threads of one OpenMP team, or what they start, collide?
bool RaceStory::isInOneTeam() const {
  const ThreadId Above =
      A.ThreadTable.commonAncestor(First->Thread, Second->Thread);
  return valid(Above) && A.ThreadTable.isInTeam(Above);
}

/// Other bits of the same memory location.
bool RaceStory::isBitField() const {
  return A.Pointers.overlap(First->Cell, Second->Cell) == Overlap::BitField;
}

bool RaceStory::isShape(const GuardedAccess &Access) const {
  if (!valid(A.Pointers.parent(Access.Cell)))
    return false;
  CellStep Step = A.Pointers.step(Access.Cell);
  return !Step.IsElement && (Step.Field == pseudo(PseudoField::Structure) ||
                             Step.Field == pseudo(PseudoField::Key));
}

/// Is the object one of those that look like a value, and are a pointer with a
/// count, or a buffer with a type?
bool RaceStory::isReplaced() const {
  TypeId T = Group.Object.Type;
  if (!valid(T) || !valid(M[T].Record))
    return false;
  return llvm::StringSwitch<bool>(M[M[T].Record].Name)
      .Cases({"std::shared_ptr", "std::weak_ptr", "std::unique_ptr"}, true)
      .Cases({"std::function", "std::any", "std::optional"}, true)
      .Cases({"std::move_only_function", "std::variant"}, true)
      .Default(false);
}

/// (A part of) a member of `*this`, written where the signature promises not
/// to.
bool RaceStory::isInConstMethod(const GuardedAccess &Access) const {
  const Function &F = M[Access.At.Func];
  if (!Access.isWrite() || !F.Const || F.Kind != FunctionKind::Method ||
      !valid(Access.P))
    return false;
  PlaceKeys Keys(M, Access.At.Func);
  LocalId Through = Keys.pointer(Access.P);
  return valid(Through) && Keys.body()[Through].Kind == LocalKind::This;
}
