//===- PseudoFields.cpp - Names of hidden fields --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One table, read both ways.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/PseudoFields.h"

#include <iterator>

using namespace heddle;
using llvm::StringRef;

static constexpr llvm::StringLiteral PseudoFields[] = {
    "$structure", "$element", "$key",  "$pointee",
    "$callable",  "$state",   "$lock", "$stream",
};
constexpr auto FirstPseudo = static_cast<uint32_t>(PseudoField::Structure);
constexpr auto FirstArgument = static_cast<uint32_t>(PseudoField::Argument0);

std::string heddle::pseudoFieldName(FieldRef F) {
  if (F.Index >= FirstArgument)
    return "$argument" + std::to_string(F.Index - FirstArgument);
  uint32_t Index = F.Index - FirstPseudo;
  return Index < std::size(PseudoFields) ? PseudoFields[Index].str()
                                         : "$hidden" + std::to_string(Index);
}

std::optional<FieldRef> heddle::parsePseudoField(StringRef Name) {
  for (uint32_t I = 0; I != std::size(PseudoFields); ++I)
    if (PseudoFields[I] == Name)
      return FieldRef{RecordId::None, FirstPseudo + I};
  uint32_t Number = 0;
  if (Name.consume_front("$argument"))
    return Name.getAsInteger(10, Number) || Number > INT32_MAX
               ? std::nullopt
               : std::optional(boundArgument(Number));
  if (Name.consume_front("$hidden") && !Name.getAsInteger(10, Number) &&
      Number < FirstArgument - FirstPseudo)
    return FieldRef{RecordId::None, FirstPseudo + Number};
  return std::nullopt;
}

bool heddle::isNameless(const Module &M, FieldRef F) {
  if (isPseudo(F))
    return true;
  const Record &R = M[F.Record];
  StringRef Name = R.Fields[F.Index].Name;
  // `_M_elems`, `__data`: names that are reserved.
  bool IsReserved = Name.size() > 1 && Name[0] == '_' &&
                    (Name[1] == '_' || (Name[1] >= 'A' && Name[1] <= 'Z'));
  return Name.empty() || (R.System && IsReserved);
}
