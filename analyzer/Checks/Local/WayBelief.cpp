//===- WayBelief.cpp - How sure a way through a body is -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Local/WayBelief.h"

using namespace heddle;

unsigned heddle::doubt(ThrowBelief Thrown) {
  switch (Thrown) {
  case ThrowBelief::Never:
    return 0;
  case ThrowBelief::Likely:
    return 1;
  case ThrowBelief::Possible:
    return 2;
  }
  return 3;
}

void heddle::believeWay(Finding &Result, ThrowBelief Thrown,
                        std::string WithoutThrow) {
  switch (Thrown) {
  case ThrowBelief::Never:
    Result.Belief = Confidence::Certain;
    Result.Reasons = {std::move(WithoutThrow)};
    return;
  case ThrowBelief::Likely:
    Result.Belief = Confidence::Likely;
    Result.Reasons = {"the program itself throws on this way"};
    return;
  case ThrowBelief::Possible:
    Result.Belief = Confidence::Possible;
    Result.Reasons = {"only if a library function throws"};
    return;
  }
}
