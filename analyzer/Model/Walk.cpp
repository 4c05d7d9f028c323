//===- Walk.cpp - Over the events of a function ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Walk.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/Walk.h"

void heddle::forEachEvent(const Module &M, FuncId F,
                          llvm::function_ref<void(EventRef)> Visit) {
  const Body &B = *M[F].Definition;
  for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
    for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
      Visit({F, BlockId{Block}, I});
}
