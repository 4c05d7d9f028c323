//===- Paths.cpp - What is known along a way ------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Local/Paths.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

static bool keyLess(const std::pair<KeyId, bool> &Entry, KeyId Key) {
  return Entry.first < Key;
}

std::optional<bool> Facts::get(KeyId Key) const {
  auto It = llvm::lower_bound(Known, Key, keyLess);
  if (It == Known.end() || It->first != Key)
    return std::nullopt;
  return It->second;
}

void Facts::set(KeyId Key, bool Value) {
  auto It = llvm::lower_bound(Known, Key, keyLess);
  if (It != Known.end() && It->first == Key)
    It->second = Value;
  else
    Known.insert(It, {Key, Value});
}

void Facts::forget(const PlaceKeys &Keys, KeyId Written) {
  llvm::erase_if(Known, [&](const std::pair<KeyId, bool> &Entry) {
    return Keys.mentions(Entry.first, Written);
  });
}

bool Facts::meet(const Facts &Other) {
  size_t Before = Known.size();
  llvm::erase_if(Known, [&](const std::pair<KeyId, bool> &Entry) {
    return Other.get(Entry.first) != Entry.second;
  });
  return Known.size() != Before;
}

static void write(PlaceKeys &Keys, PlaceId P, TermId Value, Facts &Known) {
  KeyId Key = Keys.key(P);
  std::optional<bool> Truth;
  if (valid(Value)) {
    Condition C = Keys.condition(Value);
    if (C.IsConstant)
      Truth = C.Value;
    else if (C.Key != KeyId::None)
      if (std::optional<bool> Old = Known.get(C.Key))
        Truth = *Old != C.Negated;
  }
  Known.forget(Keys, Key);
  if (Truth)
    Known.set(Key, *Truth);
}

void heddle::transferFacts(PlaceKeys &Keys, const Event &E, Facts &Known) {
  if (const auto *A = std::get_if<Assign>(&E))
    return write(Keys, A->P, A->Value, Known);
  if (const auto *A = std::get_if<Access>(&E)) {
    if (A->Kind == AccessKind::Write)
      write(Keys, A->P, A->Value, Known);
    else if (A->Kind != AccessKind::Read)
      Known.forget(Keys, Keys.key(A->P));
    return;
  }
  // Misses: a callee that changes a global or member a condition reads. Most
  // don't, and forgetting at every call would lose the ways that matter.
  if (const auto *C = std::get_if<Call>(&E)) {
    Known.forget(Keys, Keys.key(C->Result));
    for (TermId Arg : C->Args)
      if (valid(Arg) && Keys.body()[Arg].Kind == TermKind::AddressOf)
        Known.forget(Keys, Keys.key(Keys.body()[Arg].P));
  }
}
