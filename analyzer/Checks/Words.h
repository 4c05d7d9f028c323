//===- Words.h - Building findings ------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Small helpers that rules share to build findings: sites from events, names
/// in quotes, lists in English. The words follow one habit: say what happens
/// in this program's own names first, the general rule after.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_WORDS_H
#define HEDDLE_CHECKS_WORDS_H

#include "analyzer/Findings/Finding.h"
#include "analyzer/Findings/Span.h"
#include "analyzer/Locks/Locks.h"
#include "analyzer/Model/Walk.h"
#include "analyzer/Threads/Threads.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace heddle {

std::string quoted(llvm::StringRef Name); ///< `'Name'`
/// `'A'`, `'A' and 'B'`, `'A', 'B' and 'C'`
std::string quotedList(llvm::ArrayRef<std::string> Names);
/// `A, B and C`, unquoted.
std::string list(llvm::ArrayRef<std::string> Parts);

/// `deposit()` for messages: the function's name without parameters; `lambda
/// in main` stays.
std::string displayName(const Module &M, FuncId F);

/// A site at an event, function filled in.
Site siteAt(const Module &M, SiteRole Role, EventRef At, std::string Message);
/// A site at a declaration.
Site declarationSite(const Module &M, const DeclPosition &Pos,
                     std::string Message);

/// A name for this place that does not change when lines move: the USR of the
/// function and \p What in it. For Finding::Cause.
std::string localCause(const Module &M, FuncId F, llvm::StringRef What);

/// Keys for Finding::Explains and ConsequenceOf: a variable that is used
/// wrongly; a fault that begins with this event (a lock that stays held after
/// it, an attempt whose answer nobody asks for).
std::string localFault(const Module &M, FuncId F, LocalId L);
std::string globalFault(const Module &M, GlobalId G);
std::string eventFault(const Module &M, EventRef At);
/// A thread runs beside the making or the end of the object that it works for:
/// an object of this class.
std::string lifeFault(const Module &M, RecordId Class);
/// This lock is asked for in an order that another thread need not keep.
std::string orderFault(const Module &M, EventRef At);
/// What an attribute demands at this event is not so.
std::string demandFault(const Module &M, EventRef At);

/// `thread main`, `thread 'deposit'`, `a caller of 'get'`.
std::string threadWords(const AbstractThread &T);
/// The same at the end of \p Chain: callers of a library are told apart by the
/// function that they call.
std::string threadWords(const Module &M, const AbstractThread &T,
                        const CallChain &Chain, EventRef At);
/// Its name, without words around it.
std::string threadName(const Module &M, const AbstractThread &T,
                       const CallChain &Chain, EventRef At);
/// The way from a thread's first function to the one of \p At.
std::vector<Frame> stackOf(const Module &M, const CallChain &Chain,
                           EventRef At);
/// Locks as findings carry them; those held on some paths only are left out.
std::vector<HeldLock> heldLocks(const Module &M, llvm::ArrayRef<LockUse> Held);
/// `thread 'deposit' starts here (in a loop) and is joined at 4:50`
Site spawnSite(const Module &M, const AbstractThread &T);

/// Calls \p Visit for every function with a body that is the user's own.
void forEachUserBody(const Module &M, llvm::function_ref<void(FuncId)> Visit);

/// Calls \p Visit for every event of the functions of the user's own.
void forEachUserEvent(const Module &M,
                      llvm::function_ref<void(EventRef)> Visit);

/// The type's name as it would be written in a declaration.
std::string typeName(const Module &M, TypeId T);

} // namespace heddle

#endif // HEDDLE_CHECKS_WORDS_H
