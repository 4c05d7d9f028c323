//===- Symbols.cpp - What an object defines that it should not ------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Build/Symbols.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Error.h"

#include <string>

using namespace heddle;
using llvm::StringRef;

namespace {

/// What ThreadSanitizer intercepts to learn of threads and locks. Not the
/// whole family: a C program may well have a `pthread_pool_start` of its own.
constexpr StringRef Intercepted[] = {
    "__cxa_guard_abort",
    "__cxa_guard_acquire",
    "__cxa_guard_release",
    "pthread_barrier_destroy",
    "pthread_barrier_init",
    "pthread_barrier_wait",
    "pthread_cond_broadcast",
    "pthread_cond_clockwait",
    "pthread_cond_destroy",
    "pthread_cond_init",
    "pthread_cond_signal",
    "pthread_cond_timedwait",
    "pthread_cond_wait",
    "pthread_create",
    "pthread_detach",
    "pthread_exit",
    "pthread_join",
    "pthread_mutex_clocklock",
    "pthread_mutex_destroy",
    "pthread_mutex_init",
    "pthread_mutex_lock",
    "pthread_mutex_timedlock",
    "pthread_mutex_trylock",
    "pthread_mutex_unlock",
    "pthread_once",
    "pthread_rwlock_destroy",
    "pthread_rwlock_init",
    "pthread_rwlock_rdlock",
    "pthread_rwlock_timedrdlock",
    "pthread_rwlock_timedwrlock",
    "pthread_rwlock_tryrdlock",
    "pthread_rwlock_trywrlock",
    "pthread_rwlock_unlock",
    "pthread_rwlock_wrlock",
    "pthread_spin_destroy",
    "pthread_spin_init",
    "pthread_spin_lock",
    "pthread_spin_trylock",
    "pthread_spin_unlock",
    "sem_destroy",
    "sem_init",
    "sem_post",
    "sem_timedwait",
    "sem_trywait",
    "sem_wait",
};

/// The last two prefixes are C++ names in the namespaces __tsan and
/// heddle::runtime.
bool isReserved(StringRef Name) {
  for (StringRef Prefix :
       {"__tsan_", "__sanitizer_", "__interceptor_", "___interceptor_",
        "_ZN6__tsan", "_ZN6heddle7runtime"})
    if (Name.starts_with(Prefix))
      return true;
  return llvm::is_contained(Intercepted, Name);
}

bool hidesAccesses(StringRef Name) {
  return Name.starts_with("__tsan_ignore_") ||
         Name.starts_with("AnnotateIgnore") ||
         Name.starts_with("AnnotateBenignRace") ||
         Name.starts_with("__tsan_external_") ||
         Name.starts_with("__tsan_mutex_pre_divert");
}

} // namespace

llvm::Expected<SymbolFindings>
heddle::inspectSymbols(const std::string &ObjectFile) {
  auto Object = llvm::object::ObjectFile::createObjectFile(ObjectFile);
  if (!Object)
    return Object.takeError();
  SymbolFindings Result;
  for (const llvm::object::SymbolRef &Symbol : Object->getBinary()->symbols()) {
    auto Name = Symbol.getName();
    auto Flags = Symbol.getFlags();
    if (!Name || !Flags) {
      llvm::consumeError(Name.takeError());
      llvm::consumeError(Flags.takeError());
      continue;
    }
    if (*Flags & llvm::object::SymbolRef::SF_Undefined) {
      if (hidesAccesses(*Name))
        Result.Hiding.push_back(Name->str());
    } else if (*Flags & llvm::object::SymbolRef::SF_Global) {
      Result.HasMain |= *Name == "main";
      if (isReserved(*Name))
        Result.Replaced.push_back(Name->str());
    }
  }
  llvm::sort(Result.Replaced);
  llvm::sort(Result.Hiding);
  return Result;
}
