//===- Encoder.h - Bytes of a model, or of its meaning -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Appends the fields of a struct to a buffer: unsigned numbers as LEB128,
/// signed ones zigzag first, strings and tables with their length before
/// them, ids as index + 1 with 0 for None.
///
/// With a module to resolve names in, ids of declarations are written as what
/// they stand for and positions are left out: the bytes then say what a body
/// means, wherever it stands and in whichever module (see Hash.cpp).
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_ENCODER_H
#define HEDDLE_MODEL_ENCODER_H

#include "analyzer/Model/EnumNames.h"
#include "analyzer/Model/Fields.h"

#include "llvm/ADT/bit.h"
#include "llvm/Support/LEB128.h"
#include "llvm/Support/raw_ostream.h"

#include <concepts>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace heddle {

class Encoder {
public:
  explicit Encoder(llvm::raw_ostream &OS, const Module *Symbols = nullptr)
      : OS(OS), Symbols(Symbols) {}

  /// A struct: all its fields.
  template <class T> void put(const T &X) {
    fields(X, [this](const auto &...F) { (this->put(F), ...); });
  }
  void put(bool X) { OS << static_cast<char>(X); }
  template <std::unsigned_integral T> void put(const T &X) {
    llvm::encodeULEB128(X, OS);
  }
  template <std::signed_integral T> void put(const T &X) {
    auto Wide = static_cast<int64_t>(X);
    llvm::encodeULEB128((static_cast<uint64_t>(Wide) << 1) ^
                            static_cast<uint64_t>(Wide >> 63),
                        OS);
  }
  void put(double X) {
    uint64_t Bits = llvm::bit_cast<uint64_t>(X);
    for (unsigned Shift = 0; Shift != 64; Shift += 8)
      OS << static_cast<char>(Bits >> Shift);
  }
  void put(const std::string &X) {
    put(X.size());
    OS << X;
  }
  template <NamedEnum E> void put(const E &X) { OS << static_cast<char>(X); }
  template <StrongId I> void put(const I &X) {
    if (Symbols && putSymbol(X))
      return;
    put(valid(X) ? uint64_t(index(X)) + 1 : 0);
  }
  template <class T> void put(const std::vector<T> &X) {
    put(X.size());
    for (const T &Element : X)
      put(Element);
  }
  void put(const std::optional<Body> &X) {
    put(X.has_value());
    if (X)
      put(*X);
  }
  void put(const Event &X) {
    put(static_cast<uint32_t>(X.index()));
    std::visit([this](const auto &E) { put(E); }, X);
  }
  void put(const DeclPosition &X) {
    if (!Symbols)
      put<DeclPosition>(X);
  }
  void put(const Positions &X) {
    if (!Symbols)
      put<Positions>(X);
  }
  void put(const FieldRef &X) {
    if (Symbols)
      putSymbol(X);
    else
      put<FieldRef>(X);
  }

private:
  /// Ids of declarations; the other ids number parts of the body itself and
  /// are meaning as they stand.
  template <class I> bool putSymbol(I) { return false; }
  bool putSymbol(TypeId Id);
  bool putSymbol(RecordId Id);
  bool putSymbol(GlobalId Id);
  bool putSymbol(FuncId Id);
  void putSymbol(FieldRef F);

  llvm::raw_ostream &OS;
  const Module *Symbols;
};

} // namespace heddle

#endif // HEDDLE_MODEL_ENCODER_H
