//===- LibThreads.cpp - The C library's threads, and the end --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Threads' beginnings and ends, for the detector, and the program's own.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Observer.h"
#include "instrument/Runtime/Own/Current.h"
#include "instrument/Runtime/Own/Detector.h"
#include "instrument/Runtime/Runtime.h"
#include "instrument/Runtime/System.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>

using namespace heddle::runtime;

namespace {

constexpr uint32_t MostBirths = 1 << 16;
Birth *Births;       ///< by the thread's number
uint32_t BirthCount; ///< those behind are empty

Birth *birthAt(uint32_t Number) {
  return Births && Number < MostBirths ? &Births[Number] : nullptr;
}

/// Stacks are used again, by threads that nothing need order: what the last
/// one did there is no longer of interest.
void useStack(Thread &T, Birth *B) {
  pthread_attr_t Attributes;
  if (pthread_getattr_np(T.Handle, &Attributes))
    return;
  void *Low = nullptr;
  size_t Size = 0;
  pthread_attr_getstack(&Attributes, &Low, &Size);
  pthread_attr_destroy(&Attributes);
  auto Address = reinterpret_cast<uintptr_t>(Low);
  forgetAccesses(Address, Size);
  if (!B)
    return;
  B->StackLow = Address;
  B->StackHigh = Address + Size;
}

/// A function to be called at exit; it comes behind its registration.
struct AtExit {
  void (*Function)(void *);
  void *Argument;
};

void callAtExit(void *Pointer) {
  auto *E = static_cast<AtExit *>(Pointer);
  if (Witness *W = witness())
    acquire(*W, meetingAt(E));
  E->Function(E->Argument);
}

} // namespace

const Birth *heddle::runtime::birthOf(uint32_t Number) {
  return birthAt(Number);
}

const Birth *heddle::runtime::stackAround(uintptr_t Address) {
  for (uint32_t I = BirthCount; I--;)
    if (Births[I].StackLow <= Address && Address < Births[I].StackHigh)
      return &Births[I];
  return nullptr;
}

void heddle::runtime::observeStart(Thread &Main) {
  startDetector(reportRace);
  Births = static_cast<Birth *>(mapMemory(MostBirths * sizeof(Birth)));
  constexpr uintptr_t UsualStack = uintptr_t(8) << 20;
  Births[Main.Id].StackLow = Main.StackEnd - UsualStack;
  Births[Main.Id].StackHigh = Main.StackEnd;
  BirthCount = 1;
  Main.Seen = newWitness(Main.Id, nullptr);
}

void heddle::runtime::observeCreation(Thread &By, Thread &Child,
                                      void *const *Frames) {
  if (!By.Seen)
    return;
  Birth *B = birthAt(Child.Id);
  useStack(Child, B);
  Child.Seen = newWitness(Child.Id, By.Seen);
  if (!B)
    return;
  BirthCount = Child.Id < BirthCount ? BirthCount : Child.Id + 1;
  B->Number = Child.Id;
  B->Creator = By.Id;
  for (unsigned I = 0; I + 1 < sizeof(B->Frames) / sizeof(*B->Frames); ++I) {
    B->Frames[I] = Frames[I];
    if (!Frames[I])
      break;
  }
}

void heddle::runtime::observeJoin(Thread &By, Thread &Ended) {
  if (!By.Seen || !Ended.Seen)
    return;
  joinWitness(*By.Seen, *Ended.Seen);
  Ended.Seen = nullptr;
}

extern "C" {
int ___interceptor_pthread_create(pthread_t *Handle,
                                  const pthread_attr_t *Attributes,
                                  void *(*Start)(void *), void *Argument) {
  return HEDDLE_REAL(pthread_create)(Handle, Attributes, Start, Argument);
}
int ___interceptor_pthread_join(pthread_t Handle, void **Result) {
  return HEDDLE_REAL(pthread_join)(Handle, Result);
}
int ___interceptor_pthread_tryjoin_np(pthread_t Handle, void **Result) {
  return HEDDLE_REAL(pthread_tryjoin_np)(Handle, Result);
}
int ___interceptor_pthread_detach(pthread_t Handle) {
  return HEDDLE_REAL(pthread_detach)(Handle);
}
int ___interceptor_pthread_kill(pthread_t Handle, int Signal) {
  return HEDDLE_REAL(pthread_kill)(Handle, Signal);
}

int __cxa_atexit(void (*)(void *), void *, void *);
}

//===--- the program's end ------------------------------------------------===//

HEDDLE_ABI int __cxa_atexit(void (*Function)(void *), void *Argument,
                            void *Module) {
  Witness *W = witness();
  if (!W)
    return HEDDLE_REAL(__cxa_atexit)(Function, Argument, Module);
  auto *E = static_cast<AtExit *>(takeMemory(sizeof(AtExit)));
  *E = {.Function = Function, .Argument = Argument};
  release(*W, meetingAt(E));
  return HEDDLE_REAL(__cxa_atexit)(callAtExit, E, Module);
}

HEDDLE_ABI __attribute__((noreturn)) void _exit(int Code) {
  noteQuit();
  for (;;)
    systemCall(SYS_exit_group, Code);
}
HEDDLE_ABI __attribute__((noreturn)) void _Exit(int Code) { _exit(Code); }
