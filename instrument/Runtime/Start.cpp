//===- Start.cpp - First and last words of the runtime --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Channel.h"
#include "instrument/Runtime/Observer.h"
#include "instrument/Runtime/Record.h"
#include "instrument/Runtime/Runtime.h"
#include "instrument/Runtime/Schedule/Scheduler.h"
#include "instrument/Runtime/Schedule/Stuck.h"
#include "instrument/Runtime/Serve.h"

#include <pthread.h>
#include <stdint.h>

using namespace heddle;
using namespace heddle::runtime;

namespace {

bool Ended;

/// The value of `HEDDLE_CHANNEL=` in \p Variable, or null.
char *channelValue(char *Variable) {
  const char *Name = channel::EnvironmentName;
  while (*Name && *Name == *Variable)
    ++Name, ++Variable;
  return !*Name && *Variable == '=' ? Variable + 1 : nullptr;
}

/// Takes the variable out of the environment, also out of the memory that
/// /proc/self/environ shows. Returns the descriptor, or -1.
int takeDescriptor(char **Environment) {
  char **Out = Environment;
  int Fd = -1;
  for (char **In = Environment; *In; ++In) {
    char *Value = channelValue(*In);
    if (!Value) {
      *Out++ = *In;
      continue;
    }
    Fd = 0;
    for (; *Value >= '0' && *Value <= '9'; ++Value)
      Fd = Fd * 10 + (*Value - '0');
    for (char *C = *In; *C; ++C)
      *C = 'x';
  }
  *Out = nullptr;
  return Fd;
}

void noteFork() {
  noteChildProcess();
  Record R("fork");
}
void leaveChildAlone() { stopScheduler(); }

/// 101 is the first priority that is not the implementation's own: before
/// every constructor of the program, and (below) after every destructor.
__attribute__((constructor(101))) void start(int, char **, char **Environment) {
  int Fd = takeDescriptor(Environment);
  if (Fd >= 0 && isControl(Fd))
    Fd = serveRuns(Fd);
  if (Fd < 0 || !openChannel(Fd))
    return;
  {
    Record R("start");
  }
  pthread_atfork(noteFork, nullptr, leaveChildAlone);
  watchSignals(channelHeader().HangMilliseconds);
  // The environment lies on the main thread's stack, above all its frames.
  startScheduler(reinterpret_cast<uintptr_t>(Environment));
  if (Thread *Main = scheduledThread())
    observeStart(*Main);
}

__attribute__((destructor(101))) void end() {
  if (!channelIsOpen())
    return;
  stopScheduler();
  noteSchedule();
  Record R("end");
  R.number("dropped", int64_t(channelHeader().Dropped));
  Ended = true;
}

} // namespace

void runtime::noteQuit() {
  if (Ended || !channelIsOpen())
    return;
  noteSchedule();
  Record R("quit");
}

extern "C" __attribute__((noinline)) void heddleStopHere() {
  asm volatile("" ::: "memory"); // a call that is not left out
}
