//===- Tsan.cpp - ThreadSanitizer's reports as records --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The only file that knows ThreadSanitizer. Its runtime calls the hooks
/// below, which are weak there and strong here.
///
/// A report arrives twice at most: in __tsan::OnReport, an internal hook that
/// can also keep the report off the program's standard error, and in
/// __tsan_on_report, the documented one, if a future version drops the first.
/// Both run with ThreadSanitizer's report lock held: nothing here may call
/// back into it except for the __tsan_get_report_* questions about the report
/// in hand. (__tsan_locate_address, for one, would wait for ever.)
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Observer.h"
#include "instrument/Runtime/Record.h"
#include "instrument/Runtime/Runtime.h"
#include "instrument/Runtime/Schedule/Objects.h"
#include "instrument/Runtime/Schedule/Scheduler.h"
#include "instrument/Runtime/Stack.h"
#include "instrument/Runtime/Threads.h"

#include <stdint.h>

using namespace heddle::runtime;

extern "C" {
int __tsan_get_report_data(void *Report, const char **Description, int *Count,
                           int *StackCount, int *AccessCount,
                           int *LocationCount, int *MutexCount,
                           int *ThreadCount, int *UniqueTidCount,
                           void **SleepTrace, unsigned long TraceSize);
int __tsan_get_report_stack(void *Report, unsigned long Index, void **Trace,
                            unsigned long TraceSize);
int __tsan_get_report_mop(void *Report, unsigned long Index, int *Thread,
                          void **Address, int *Size, int *Write, int *Atomic,
                          void **Trace, unsigned long TraceSize);
int __tsan_get_report_loc(void *Report, unsigned long Index, const char **Type,
                          void **Address, void **Start, unsigned long *Size,
                          int *Thread, int *Fd, int *Suppressable, void **Trace,
                          unsigned long TraceSize);
int __tsan_get_report_mutex(void *Report, unsigned long Index, uint64_t *Id,
                            void **Address, int *Destroyed, void **Trace,
                            unsigned long TraceSize);
int __tsan_get_report_thread(void *Report, unsigned long Index, int *Thread,
                             uint64_t *SystemId, int *Running,
                             const char **Name, int *Parent, void **Trace,
                             unsigned long TraceSize);
unsigned long __sanitizer_get_allocated_size(const volatile void *);
}

// It has interceptors of its own for all that these would tell it.
void heddle::runtime::observeStart(Thread &) {}
void heddle::runtime::observeCreation(Thread &, Thread &, void *const *) {}
void heddle::runtime::observeJoin(Thread &, Thread &) {}

namespace {

/// A trace that the report fills; null after its last frame.
struct Trace {
  void *Frames[MaxFrames] = {};
  void clear() {
    for (void *&F : Frames)
      F = nullptr;
  }
};

void writeAccesses(Record &R, void *Report, int Count, Trace &T) {
  R.beginArray("accesses");
  for (int I = 0; I < Count; ++I) {
    int Thread = 0, Size = 0, Write = 0, Atomic = 0;
    void *Address = nullptr;
    T.clear();
    __tsan_get_report_mop(Report, I, &Thread, &Address, &Size, &Write, &Atomic,
                          T.Frames, MaxFrames);
    R.beginObject();
    R.number("thread", Thread);
    R.number("address", reinterpret_cast<int64_t>(Address));
    R.number("size", Size);
    R.flag("write", Write);
    R.flag("atomic", Atomic);
    R.stack("stack", T.Frames, MaxFrames);
    R.endObject();
  }
  R.endArray();
}

void writeLocations(Record &R, void *Report, int Count, Trace &T) {
  R.beginArray("locations");
  for (int I = 0; I < Count; ++I) {
    const char *Type = nullptr;
    void *Address = nullptr, *Start = nullptr;
    unsigned long Size = 0;
    int Thread = 0, Fd = 0, Suppressable = 0;
    T.clear();
    __tsan_get_report_loc(Report, I, &Type, &Address, &Start, &Size, &Thread,
                          &Fd, &Suppressable, T.Frames, MaxFrames);
    R.beginObject();
    R.text("type", Type);
    R.number("address", reinterpret_cast<int64_t>(Address));
    R.number("start", reinterpret_cast<int64_t>(Start));
    R.number("size", int64_t(Size));
    R.number("thread", Thread);
    R.stack("stack", T.Frames, MaxFrames);
    R.endObject();
  }
  R.endArray();
}

void writeMutexes(Record &R, void *Report, int Count, Trace &T) {
  R.beginArray("mutexes");
  for (int I = 0; I < Count; ++I) {
    uint64_t Id = 0;
    void *Address = nullptr;
    int Destroyed = 0;
    T.clear();
    __tsan_get_report_mutex(Report, I, &Id, &Address, &Destroyed, T.Frames,
                            MaxFrames);
    R.beginObject();
    R.number("id", int64_t(Id));
    R.number("address", reinterpret_cast<int64_t>(Address));
    R.flag("destroyed", Destroyed);
    R.stack("stack", T.Frames, MaxFrames);
    R.endObject();
  }
  R.endArray();
}

void writeThreads(Record &R, void *Report, int Count, Trace &T) {
  R.beginArray("threads");
  for (int I = 0; I < Count; ++I) {
    int Thread = 0, Running = 0, Parent = 0;
    uint64_t SystemId = 0;
    const char *Name = nullptr;
    T.clear();
    __tsan_get_report_thread(Report, I, &Thread, &SystemId, &Running, &Name,
                             &Parent, T.Frames, MaxFrames);
    R.beginObject();
    R.number("thread", Thread);
    R.text("name", Name);
    R.number("parent", Parent);
    // Ours is complete where ThreadSanitizer's is not.
    if (void *Created[MaxCreationFrames]; creationStack(SystemId, Created))
      R.stack("stack", Created, MaxCreationFrames);
    else
      R.stack("stack", T.Frames, MaxFrames);
    R.endObject();
  }
  R.endArray();
}

void writeStacks(Record &R, void *Report, int Count, Trace &T) {
  R.beginArray("stacks");
  for (int I = 0; I < Count; ++I) {
    T.clear();
    __tsan_get_report_stack(Report, I, T.Frames, MaxFrames);
    R.stack(nullptr, T.Frames, MaxFrames);
  }
  R.endArray();
}

void writeReport(void *Report) {
  noteModules();
  const char *Type = nullptr;
  int Duplicates = 0, Stacks = 0, Accesses = 0, Locations = 0, Mutexes = 0,
      Threads = 0, Unique = 0;
  Trace T;
  if (!__tsan_get_report_data(Report, &Type, &Duplicates, &Stacks, &Accesses,
                              &Locations, &Mutexes, &Threads, &Unique, T.Frames,
                              1))
    return;
  Record R("report");
  R.text("type", Type);
  writeAccesses(R, Report, Accesses, T);
  writeLocations(R, Report, Locations, T);
  writeMutexes(R, Report, Mutexes, T);
  writeThreads(R, Report, Threads, T);
  writeStacks(R, Report, Stacks, T);
}

} // namespace

namespace __tsan {
class ReportDesc;

/// Returning true keeps the report from being printed.
__attribute__((visibility("default"))) bool OnReport(const ReportDesc *Report,
                                                     bool Suppressed) {
  if (!channelIsOpen())
    return Suppressed;
  if (!Suppressed) {
    writeReport(const_cast<ReportDesc *>(Report));
    heddleStopHere();
  }
  return true;
}

/// Called at the very end, from exit() and from _exit() alike.
__attribute__((visibility("default"))) bool OnFinalize(bool Failed) {
  noteQuit();
  return Failed;
}
} // namespace __tsan

extern "C" {

/// Called before a block is given back.
__attribute__((visibility("default"))) void
__sanitizer_free_hook(const volatile void *Memory) {
  if (scheduledThread())
    forgetObjectsIn(reinterpret_cast<uintptr_t>(Memory),
                    __sanitizer_get_allocated_size(Memory));
}

__attribute__((visibility("default"))) void __tsan_on_report(void *Report) {
  if (!channelIsOpen())
    return;
  writeReport(Report);
  heddleStopHere();
}

/// Strong, so that a program with options of its own does not link instead of
/// quietly switching reports off.
///
/// exitcode=0: the program's own exit code is kept. handle_*=0: a crash is a
/// crash, not a report. atexit_sleep_ms: only where threads are still running
/// when main returns; they get this long to show a race with its end.
__attribute__((visibility("default"))) const char *__tsan_default_options() {
  return "exitcode=0:symbolize=0:second_deadlock_stack=1:history_size=4:"
         "atexit_sleep_ms=100:report_bugs=1:report_signal_unsafe=1:"
         "handle_segv=0:handle_sigbus=0:handle_abort=0:handle_sigill=0:"
         "handle_sigfpe=0";
}
}
