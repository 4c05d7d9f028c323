//===- Stack.cpp - Where a thread stands, and in which module -------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Stack.h"

#include "instrument/Runtime/Record.h"
#include "instrument/Runtime/Schedule/Scheduler.h"
#include "instrument/Runtime/System.h"

#include <stdint.h>
#include <unwind.h>

using namespace heddle::runtime;

namespace {

struct Walk {
  void **Frames;
  unsigned Count, Max;
  void *From = nullptr; ///< nothing is kept before this one
  bool SawSignal = false;
};

_Unwind_Reason_Code visit(_Unwind_Context *Context, void *Argument) {
  Walk &W = *static_cast<Walk *>(Argument);
  int Interrupted = 0; // this frame was: its address is no return address
  uintptr_t Address = _Unwind_GetIPInfo(Context, &Interrupted);
  // What was collected so far is our own handler.
  if (Interrupted && !W.SawSignal) {
    W.SawSignal = true;
    W.Count = 0;
  }
  void *Frame = reinterpret_cast<void *>(Address + Interrupted);
  if (W.From && Frame != W.From)
    return _URC_NO_REASON;
  W.From = nullptr;
  if (W.Count == W.Max || !Frame)
    return _URC_END_OF_STACK;
  W.Frames[W.Count++] = Frame;
  return _URC_NO_REASON;
}

/// One line of /proc/self/maps: `start-end perms offset dev inode   path`.
struct Mapping {
  uint64_t Start = 0, Offset = 0;
  const char *Path = "";
};

uint64_t parseHex(const char *&Text) {
  uint64_t Value = 0;
  for (;; ++Text) {
    char C = *Text;
    if (C >= '0' && C <= '9')
      Value = Value * 16 + uint64_t(C - '0');
    else if (C >= 'a' && C <= 'f')
      Value = Value * 16 + uint64_t(C - 'a' + 10);
    else
      return Value;
  }
}

void skipWord(const char *&Text) {
  while (*Text && *Text != ' ')
    ++Text;
  while (*Text == ' ')
    ++Text;
}

Mapping parseMapping(const char *Line) {
  Mapping M;
  M.Start = parseHex(Line);
  skipWord(Line); // -end
  skipWord(Line); // permissions
  M.Offset = parseHex(Line);
  skipWord(Line); // (rest of) offset
  skipWord(Line); // device
  skipWord(Line); // inode
  M.Path = Line;
  return M;
}

/// A deleted file, such as ThreadSanitizer's own rodata, can't be symbolised.
bool isDeleted(const char *Path) {
  const char *End = Path;
  while (*End)
    ++End;
  return End > Path && End[-1] == ')';
}

/// A module's base is where its first byte is mapped. Calls \p Use for each.
template <class Function> bool forEachModule(Function Use) {
  LineReader Maps("/proc/self/maps");
  while (char *Line = Maps.next()) {
    Mapping M = parseMapping(Line);
    if (M.Offset == 0 && M.Path[0] == '/' && !isDeleted(M.Path))
      Use(M);
  }
  return Maps.isOpen();
}

} // namespace

// Provided by the linker: the executable's own first byte.
extern "C" __attribute__((visibility("hidden"))) const char __ehdr_start;

unsigned heddle::runtime::captureStack(void **Frames, unsigned Max,
                                       void *From) {
  Unscheduled Quiet;
  Walk W = {.Frames = Frames, .Count = 0, .Max = Max, .From = From};
  _Unwind_Backtrace(visit, &W);
  return W.Count;
}

void heddle::runtime::noteModules() {
  static uint64_t Known;
  uint64_t Hash = 1469598103934665603u; // FNV-1a
  bool Readable = forEachModule([&](const Mapping &M) {
    Hash = (Hash ^ M.Start) * 1099511628211u;
    for (const char *C = M.Path; *C; ++C)
      Hash = (Hash ^ uint64_t(*C)) * 1099511628211u;
  });
  if (__atomic_exchange_n(&Known, Hash, __ATOMIC_RELAXED) == Hash)
    return;
  Record R("modules");
  R.beginArray("list");
  auto Add = [&](const char *Path, uint64_t Base) {
    R.beginObject();
    R.text("path", Path);
    R.number("base", int64_t(Base));
    R.endObject();
  };
  if (Readable)
    forEachModule([&](const Mapping &M) { Add(M.Path, M.Start); });
  else // no descriptor left, or no /proc: the executable alone, by no name
    Add("", reinterpret_cast<uint64_t>(&__ehdr_start));
  R.endArray();
}
