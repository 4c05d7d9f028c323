//===- Happens.cpp - What had to come before what -------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Lamport 1978, Mattern 1988.
///
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Happens.h"

#include "instrument/Runtime/Schedule/Dependence.h"
#include "instrument/Runtime/Schedule/Random.h"

#include <algorithm>
#include <map>

using namespace heddle;

void heddle::join(HappenedAt &Into, const HappenedAt &From) {
  if (Into.size() < From.size())
    Into.resize(From.size());
  for (size_t I = 0; I < From.size(); ++I)
    Into[I] = std::max(Into[I], From[I]);
}

std::vector<HappenedAt>
heddle::happensBefore(llvm::ArrayRef<ExploredPoint> Points) {
  std::vector<HappenedAt> Order(Points.size());
  std::map<uint32_t, HappenedAt> Now; // of each thread
  for (size_t I = 0; I < Points.size(); ++I) {
    const ExploredPoint &P = Points[I];
    if (P.Alternatives)
      continue;
    HappenedAt &Mine = Now[P.Thread];
    for (size_t J = 0; J < I; ++J)
      if (!Points[J].Alternatives && Points[J].Thread != P.Thread &&
          areDependent(Points[J].What, P.What))
        join(Mine, Order[J]);
    if (P.What.Kind == runtime::Op::Join && P.Target)
      join(Mine, Now[P.Target - 1]);
    if (Mine.size() <= P.Thread)
      Mine.resize(P.Thread + 1);
    ++Mine[P.Thread];
    Order[I] = Mine;
    // Its own count is all that a created thread lacks.
    if (P.What.Kind == runtime::Op::Create && P.Target)
      join(Now[P.Target - 1], Mine);
  }
  return Order;
}

bool heddle::includes(const HappenedAt &Of, const HappenedAt &Earlier,
                      uint32_t Thread) {
  return Thread < Of.size() && Of[Thread] >= Earlier[Thread];
}

uint64_t heddle::classOf(llvm::ArrayRef<ExploredPoint> Points,
                         llvm::ArrayRef<HappenedAt> Order) {
  uint64_t Sum = 0, Last = 0;
  for (size_t I = 0; I < Points.size(); ++I) {
    const ExploredPoint &P = Points[I];
    if (P.Alternatives) {
      Sum += runtime::mixBits(Last + P.Chosen + 1);
      continue;
    }
    Last = runtime::mixBits((uint64_t(P.Thread) << 8) + uint64_t(P.What.Kind));
    for (size_t T = 0; T < Order[I].size(); ++T)
      if (Order[I][T])
        Last = runtime::mixBits(Last ^ (uint64_t(T) << 32) ^ Order[I][T]);
    Sum += Last;
  }
  return Sum;
}
