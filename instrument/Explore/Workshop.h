//===- Workshop.h - What the runs of one program share ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Servers that make scheduled runs in children (instrument/Sandbox/
/// RunServer.h), and symbols that were read once: most of what a short run
/// costs is its start. One server makes one run at a time, in a working
/// directory that is made as new behind each. A server that was lost, had to
/// be killed or was not left as it was is replaced, three times at most; then
/// every run is a process of its own, as where a program cannot be served.
///
/// What a run shows does not depend on who makes it.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_WORKSHOP_H
#define HEDDLE_EXPLORE_WORKSHOP_H

#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/RecordChannel.h"
#include "instrument/Explore/Symbolizer.h"
#include "instrument/Explore/WorkDir.h"
#include "instrument/Sandbox/RunServer.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace heddle {

struct SharedSymbols {
  std::mutex Lock;
  Symbolizer Symbols; ///< guarded by Lock
};

/// Thread safety: all of it, but open().
class Workshop {
public:
  /// Sees to it that there are up to \p Count servers for C.Executable. All
  /// calls must have the same arguments, input and limits. To be called while
  /// no run is made, by a thread that lives as long as the servers: they die
  /// with it. \p Box must outlive them.
  void open(const Campaign &C, unsigned Count, const Sandbox &Box);

  /// Makes a run of C.Executable with the channel \p Records. None: there is
  /// no server for it now, or it was lost and nothing is known of the run.
  std::optional<TaskResult> serve(const Campaign &C,
                                  const RecordChannel &Records);

  SharedSymbols &symbols() { return Symbols; }

  /// Runs that servers made to their end.
  unsigned served() const;

private:
  struct Bench {
    WorkDir Work;
    std::unique_ptr<RunServer> Server;
  };
  struct Stock {
    std::vector<Bench> Idle;
    unsigned Lost = 0; ///< servers that had to be replaced, or never started
    bool Known = false, Unfit = false; ///< the program cannot be served
  };
  std::optional<Bench> take(const std::string &Executable);
  void putBack(const std::string &Executable, Bench B);

  mutable std::mutex Lock;
  std::map<std::string, Stock> Stocks; ///< by executable; guarded by Lock
  unsigned Served = 0;                 ///< guarded by Lock
  SharedSymbols Symbols;
};

} // namespace heddle

#endif // HEDDLE_EXPLORE_WORKSHOP_H
