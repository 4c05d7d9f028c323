//===- LockingFixes.h - To hold a lock here too -----------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The repair of most races in code that has locks: the access that was
/// forgotten takes the lock that the others hold. A new lock must not bring a
/// new fault, so it is only taken where nothing else is held, around a
/// statement that neither calls the program's own functions nor waits.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_FIXES_LOCKINGFIXES_H
#define HEDDLE_CHECKS_FIXES_LOCKINGFIXES_H

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Spelling.h"
#include "analyzer/Checks/RaceStory.h"

namespace heddle {

/// An access that is to hold a lock.
struct LockedAccess {
  EventRef At;
  PlaceId Near = PlaceId::None; ///< what it touches
  std::string Lock; ///< the lock's name there; empty: to be found out
};

/// The accesses that a class of alike ones stands for, as far as they lie in
/// its function; fewer than it counts if others lie elsewhere.
std::vector<LockedAccess> accessesOf(const CheckContext &Context,
                                     const GuardedAccess &Class);

/// All accesses of the group that collide and are not atomic; none if not all
/// of them are in sight.
std::vector<EventRef> plainAccesses(const CheckContext &Context,
                                    const RaceStory &Story);

/// Where a lock is named: by who takes it, or by the guard it is bound to.
NamedPlace lockNamedBy(const Module &M, const LockUse &Use);

/// Takes \p Lock, a place of some function, around the statements of all of
/// \p Accesses.
void offerLock(const CheckContext &Context, Finding &F, NamedPlace Lock,
               llvm::ArrayRef<LockedAccess> Accesses);

/// The lock that the usual holders take, at every access of the group that
/// lacks it. REQUIRES: the story has a guard().
void offerUsualLock(const CheckContext &Context, Finding &F,
                    const RaceStory &Story);

/// The lock that an attribute names: a variable, or a member beside what it
/// guards. Found where some function takes it; Func None: nobody does.
NamedPlace declaredLock(const Module &M, const AttributePath &Path);

/// The first access takes the mutex of the second one instead of its own, if
/// that serves nothing else. REQUIRES: both hold a lock of their own.
void offerOtherMutex(const CheckContext &Context, Finding &F,
                     const RaceStory &Story);

} // namespace heddle

#endif // HEDDLE_CHECKS_FIXES_LOCKINGFIXES_H
