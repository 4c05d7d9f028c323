//===- Fixes.h - Repairs that an editor can carry out -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The mechanical repairs, one function each, for the rules to offer: each adds
/// a fix to a finding, or does nothing where the text does not bear it. What is
/// offered compiles and silences the finding; tests/Samples carries out every
/// fix of every sample and looks again.
///
/// They work on plain text of the user's own files: no macros, no statement
/// whose end is not clear, no declaration of several names at once.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_FIXES_FIXES_H
#define HEDDLE_CHECKS_FIXES_FIXES_H

#include "analyzer/Checks/Check.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace heddle {

//===--- Words and places ------------------------------------------------===//

struct WordChange {
  SourceSpan In; ///< also the use of a macro
  llvm::StringRef From;
  std::string To;
};
/// In each of the spans one word becomes another.
void offerWords(const CheckContext &Context, Finding &F, llvm::StringRef Title,
                llvm::ArrayRef<WordChange> All);
/// The variable \p Name is no longer thread_local, wherever it is declared.
void offerForAllThreads(const CheckContext &Context, Finding &F,
                        llvm::StringRef Name);
/// \p Call, a statement, goes.
void offerRemoval(const CheckContext &Context, Finding &F,
                  llvm::StringRef Title, const SourceSpan &Call);
/// \p Late, a statement, goes before the one that \p Early is part of.
void offerEarlier(const CheckContext &Context, Finding &F,
                  llvm::StringRef Title, const SourceSpan &Late,
                  const SourceSpan &Early);

//===--- Guards and locks ----------------------------------------------===//

/// `std::lock_guard<std::mutex>(M);` gets a name. \p Guard: the whole
/// expression.
void offerGuardName(const CheckContext &Context, Finding &F,
                    const SourceSpan &Guard);
/// `Guard(M, std::adopt_lock)` without its \p Tag: it locks.
void offerPlainGuard(const CheckContext &Context, Finding &F,
                     const SourceSpan &Guard, llvm::StringRef Tag);
/// A reader's guard or lock is taken for writing.
void offerWriting(const CheckContext &Context, Finding &F,
                  const SourceSpan &Reader);
/// `Lock.try_lock();`, whose answer nobody asks for, waits for the lock.
void offerWaiting(const CheckContext &Context, Finding &F,
                  const SourceSpan &Try);
/// A std::scoped_lock of no mutex, the variable \p Guard of \p Function, gets
/// the only one that its class, or the file, has.
void offerOnlyMutex(const CheckContext &Context, Finding &F, FuncId Function,
                    LocalId Guard);
/// A local mutex or once_flag, declared at \p Mutex, becomes one for all calls.
void offerStatic(const CheckContext &Context, Finding &F,
                 const SourceSpan &Mutex);
/// Two unlocks, one right after the other, change places.
void offerOtherOrder(const CheckContext &Context, Finding &F,
                     const SourceSpan &First, llvm::StringRef FirstName,
                     llvm::StringRef SecondName);

/// \p Unlock, a statement, before each of \p Exits, which leave the function
/// and forgot it.
void offerUnlock(const CheckContext &Context, Finding &F,
                 const SourceSpan &Unlock, llvm::ArrayRef<SourceSpan> Exits);
/// Two locks, taken one right after the other, are taken in the other order.
void offerSwap(const CheckContext &Context, Finding &F, const SourceSpan &First,
               const SourceSpan &Second);
/// Two guards, made one right after the other, take both locks at once.
void offerBothAtOnce(const CheckContext &Context, Finding &F,
                     const SourceSpan &First, const SourceSpan &Second);

/// A guard `GuardType<MutexType>` for \p Mutex instead of \p Lock and all
/// of \p Unlocks, statements.
void offerGuard(const CheckContext &Context, Finding &F, const SourceSpan &Lock,
                llvm::ArrayRef<SourceSpan> Unlocks, llvm::StringRef GuardType,
                llvm::StringRef MutexType, llvm::StringRef Mutex);
/// \p Reader is a writer's guard, so that \p Writer, a guard inside, can go.
void offerWriterAtOnce(const CheckContext &Context, Finding &F,
                       const SourceSpan &Reader, const SourceSpan &Writer);

//===--- Condition variables ---------------------------------------------===//

/// `if (!Ready) C.wait(L);` becomes `while (!Ready) …`.
void offerLoop(const CheckContext &Context, Finding &F, const SourceSpan &Wait);
/// Each `C.notify_one()` becomes `C.notify_all()`, likewise in C.
void offerBroadcast(const CheckContext &Context, Finding &F,
                    llvm::ArrayRef<SourceSpan> Notifies);

/// A notify of all after the statements of \p Changes, which change what the
/// waiter of \p Condition, a place of \p Waiter, waits for.
void offerNotify(const CheckContext &Context, Finding &F, FuncId Waiter,
                 PlaceId Condition, llvm::ArrayRef<EventRef> Changes);

//===--- Threads and tasks -----------------------------------------------===//

/// `T.join();` becomes `if (T.joinable()) T.join();`.
void offerAskingFirst(const CheckContext &Context, Finding &F,
                      const SourceSpan &Join);
/// The thread that is overwritten at \p Assignment is joined before.
void offerJoinBefore(const CheckContext &Context, Finding &F,
                     const SourceSpan &Assignment);
/// `lockAll();` becomes `auto Guard = lockAll();`. Not in a loop, where what is
/// kept would end with each round.
void offerKeeping(const CheckContext &Context, Finding &F,
                  const SourceSpan &Call, llvm::StringRef Name);
/// `std::async(f)` becomes `std::async(std::launch::async, f)`.
void offerLaunch(const CheckContext &Context, Finding &F,
                 const SourceSpan &Async);

/// \p Thread, a variable, is joined at each of \p Ends: a `return`, or the `}`
/// of its scope. \p IsMany: it is a container of threads.
void offerJoin(const CheckContext &Context, Finding &F, const SourceSpan &Start,
               llvm::StringRef Thread, bool IsMany,
               llvm::ArrayRef<SourceSpan> Ends);
/// The lambda at \p Lambda captures \p Name by value (else by reference).
void offerCapture(const CheckContext &Context, Finding &F,
                  const SourceSpan &Lambda, llvm::StringRef Name, bool ByValue);
/// The lambda class \p Lambda captures \p Name by value and not by reference,
/// if it only reads it, and copies of it are cheap and mean the same.
void offerOwnCopy(const CheckContext &Context, Finding &F, RecordId Lambda,
                  llvm::StringRef Name);
/// `Name`, an argument in the statement at \p Call, becomes `std::ref(Name)`.
void offerReference(const CheckContext &Context, Finding &F,
                    const SourceSpan &Call, llvm::StringRef Name);

/// \p Join, a statement, before each end of the function that comes after
/// \p Start.
void offerJoinAtEnd(const CheckContext &Context, Finding &F,
                    const SourceSpan &Start, llvm::StringRef Join);
/// `Thread.detach();` goes, and the thread is joined at the end.
void offerJoinForDetach(const CheckContext &Context, Finding &F,
                        const SourceSpan &Detach, llvm::StringRef Thread);
/// A thread that can't be started, by \p Call, a statement, ends the program.
void offerChecked(const CheckContext &Context, Finding &F,
                  const SourceSpan &Call);

//===--- Data ------------------------------------------------------------===//

/// `T Name;`, a local variable declared at \p Declared, begins with zero.
void offerFirstValue(const CheckContext &Context, Finding &F,
                     const SourceSpan &Declared, llvm::StringRef Name);
/// `malloc(N)` becomes `calloc(1, N)`.
void offerZeroedMemory(const CheckContext &Context, Finding &F,
                       const SourceSpan &Malloc);
/// \p Member becomes the last one of its class.
void offerLastMember(const CheckContext &Context, Finding &F, FieldRef Member);

/// A member of width zero before the bit-field declared at \p Later.
void offerBoundary(const CheckContext &Context, Finding &F,
                   const SourceSpan &Later);

/// `X = X + 1` on an atomic becomes `X += 1`.
void offerOneStep(const CheckContext &Context, Finding &F,
                  const SourceSpan &Update);

/// A plain read or write of what others access with atomic builtins is done
/// with one, too.
void offerAtomicAccess(const CheckContext &Context, Finding &F,
                       llvm::ArrayRef<EventRef> Accesses);

//===--- Signatures and the library --------------------------------------===//

/// `const T &f()` becomes `T f()`, wherever it is declared.
void offerValueResult(const CheckContext &Context, Finding &F, FuncId Function);
/// A parameter `const T &P` becomes `T P`.
void offerValueParameter(const CheckContext &Context, Finding &F,
                         FuncId Function, unsigned Param);
/// `strtok(…)` and `localtime(…)` become `strtok_r(…, &Rest)`, ….
void offerOwnMemory(const CheckContext &Context, Finding &F,
                    llvm::ArrayRef<SourceSpan> Calls);
/// The endless loop around \p Inside asks the std::stop_token of \p Function,
/// which may get one if it is a lambda and \p IsEntry: a std::jthread's own.
void offerStopToken(const CheckContext &Context, Finding &F, FuncId Function,
                    const SourceSpan &Inside, bool IsEntry);

//===--- OpenMP ----------------------------------------------------------===//

/// `#pragma omp atomic` before the updates \p Accesses.
void offerOmpAtomic(const CheckContext &Context, Finding &F,
                    llvm::ArrayRef<EventRef> Accesses);
/// The loop around \p First, whose pragma says `nowait`, waits.
void offerWaitingLoop(const CheckContext &Context, Finding &F,
                      const SourceSpan &First);

} // namespace heddle

#endif // HEDDLE_CHECKS_FIXES_FIXES_H
