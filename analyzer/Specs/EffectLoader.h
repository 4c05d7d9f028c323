//===- EffectLoader.h - The lines of a spec's effects -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads one line of a function's effects (`{acquire: this, mode: shared}`),
/// or its `when`, against the tables of Verbs.h.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SPECS_EFFECTLOADER_H
#define HEDDLE_SPECS_EFFECTLOADER_H

#include "analyzer/Specs/Language.h"
#include "analyzer/Yaml/Tree.h"

#include <optional>

namespace heddle::spec {

std::optional<Effect> loadEffect(const YamlNode &Line, Complaints &Errors);
Condition loadCondition(const YamlNode &Node, Complaints &Errors);
bool loadFlag(const YamlNode &Node, Complaints &Errors);

} // namespace heddle::spec

#endif // HEDDLE_SPECS_EFFECTLOADER_H
