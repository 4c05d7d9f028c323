//===- Wrap.cpp - Calls that the linker leads to the runtime --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The counterpart of the macros in Hooks/Access.cpp and Hooks/Atomic.cpp: a
/// name that is missing here is never seen by the scheduler, one too many does
/// not link.
///
//===----------------------------------------------------------------------===//

#include "instrument/Build/Wrap.h"

#include <string>
#include <vector>

using namespace heddle;

std::vector<std::string> heddle::wrapFlags() {
  std::vector<std::string> Names = {
      "main",
      "exit",
      "__cxa_guard_acquire",
      "__cxa_guard_release",
      "__cxa_guard_abort",
  };
  auto Add = [&](const std::string &Name) {
    Names.push_back("__tsan_" + Name);
  };
  for (const char *Kind : {"read", "write"}) {
    Add(std::string(Kind) + "_range");
    Add(std::string(Kind) + "1");
    for (const char *Size : {"2", "4", "8", "16"}) {
      Add(std::string(Kind) + Size);
      Add(std::string("unaligned_") + Kind + Size);
    }
  }
  for (const char *Name :
       {"vptr_update", "vptr_read", "memcpy", "memmove", "memset"})
    Add(Name);
  for (const char *Bits : {"8", "16", "32", "64"})
    for (const char *Name :
         {"load", "store", "exchange", "fetch_add", "fetch_sub", "fetch_and",
          "fetch_or", "fetch_xor", "fetch_nand", "compare_exchange_strong",
          "compare_exchange_weak", "compare_exchange_val"})
      Add(std::string("atomic") + Bits + "_" + Name);
  std::vector<std::string> Flags;
  Flags.reserve(Names.size());
  for (const std::string &Name : Names)
    Flags.push_back("-Wl,--wrap=" + Name);
  return Flags;
}
