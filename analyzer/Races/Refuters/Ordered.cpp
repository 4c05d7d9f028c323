//===- Ordered.cpp - Before the spawn, after the join
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// May the two points happen at the same time at all? Threads.cpp opens with
/// how that is decided; here it is put into words.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuter.h"

using namespace heddle;

static std::string explain(const RefuterContext &C, ThreadId Up,
                           const AccessClass &There, ThreadId Down) {
  const AbstractThread &T = C.Table[C.Table.childTowards(Up, Down)];
  const std::string Name = "thread '" + T.Name + "'";
  std::string Text = Name + ", started at " + C.position(T.Spawn);
  if (T.Joins.empty())
    return Text + ", is not running yet at " + C.position(There.Shown.At);
  return Text + " and joined at " + C.position(T.Joins.front()) +
         ", can't be running at " + C.position(There.Shown.At);
}

std::optional<Refutation> heddle::refuteOrdered(const RefuterContext &C,
                                                const AccessClass &A,
                                                const AccessClass &B) {
  const ThreadId TA = A.Shown.Thread, TB = B.Shown.Thread;
  if (C.Table.mayBeParallel(TA, A.Facts->Running, TB, B.Facts->Running))
    return std::nullopt;
  if (TA == TB)
    return Refutation{
        true,
        {"both are in " + C.nameOf(TA) + ", of which there is one at a time"}};
  if (C.Table.isAncestor(TA, TB))
    return Refutation{true, {explain(C, TA, A, TB)}};
  if (C.Table.isAncestor(TB, TA))
    return Refutation{true, {explain(C, TB, B, TA)}};
  return Refutation{
      true,
      {C.nameOf(TA) + " and " + C.nameOf(TB) + " never run at the same time"}};
}
