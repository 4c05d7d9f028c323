//===- PrintValue.cpp - Symbolic values as text ---------------------------===//
//-----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Value.h"

using namespace heddle;

static std::string variable(const Module &M, FuncId F, LocalId L) {
  const std::string &Name = (*M[F].Definition)[L].Name;
  return Name.empty() ? std::to_string(index(L)) : Name;
}

static std::string point(const Module &M, EventRef At) {
  if (!valid(At.Func))
    return "";
  std::string Out = "@" + M[At.Func].Name;
  if (At.Index == UINT32_MAX - 1)
    return Out;
  Out += ":b" + std::to_string(index(At.Block));
  return At.Index == UINT32_MAX ? Out : Out + "." + std::to_string(At.Index);
}

static const char *spell(BinaryOp Op) {
  static const char *const Names[] = {
      "+", "-",  "*",  "/", "%",  "<<", ">>", "&",  "|",
      "^", "==", "!=", "<", "<=", ">",  ">=", "+p", "-p"};
  return Names[static_cast<size_t>(Op)];
}

std::string ValueTable::print(const Module &M, ValueId Id) const {
  if (!valid(Id))
    return "none";
  const Value &X = (*this)[Id];
  auto Part = [&](ValueId Sub) { return print(M, Sub); };
  const std::string Owner =
      X.Owner == UINT32_MAX ? "" : "#" + std::to_string(X.Owner);
  switch (X.Kind) {
  case ValueKind::Unknown:
    return "?";
  case ValueKind::Int:
    return std::to_string(X.Int);
  case ValueKind::Null:
    return "null";
  case ValueKind::Function:
    return "&" + M[X.Func].Name;
  case ValueKind::Global:
    return "&" + M[X.Global].Name + Owner;
  case ValueKind::String:
    return "string";
  case ValueKind::Local:
    return "&" + variable(M, X.Func, X.Local) + Owner;
  case ValueKind::Cell:
    return "cell" + std::to_string(index(X.Cell));
  case ValueKind::Fresh:
    return "new" + point(M, X.At) + Owner;
  case ValueKind::ReturnSlot:
    return "result of " + M[X.Func].Name;
  case ValueKind::Field: {
    if (isPseudo(X.Field))
      return Part(X.A) + ".$" + std::to_string(X.Field.Index & 0xfff);
    const std::string &Name = M[X.Field.Record].Fields[X.Field.Index].Name;
    return Part(X.A) + "." + Name;
  }
  case ValueKind::Element:
    return Part(X.A) + "[" + Part(X.B) + "]";
  case ValueKind::Param:
    return variable(M, X.Func, X.Local);
  case ValueKind::Load:
    return "load(" + Part(X.A) + ")" + point(M, X.At);
  case ValueKind::Result:
    return "result" + point(M, X.At);
  case ValueKind::Phi:
    return "phi(" + Part(X.A) + ")" + point(M, X.At);
  case ValueKind::Unary:
    return (X.UnOp == UnaryOp::Neg      ? "-"
            : X.UnOp == UnaryOp::BitNot ? "~"
                                        : "!") +
           Part(X.A);
  case ValueKind::Binary:
    return "(" + Part(X.A) + " " + spell(X.BinOp) + " " + Part(X.B) + ")";
  case ValueKind::Inner:
    return "inner(" + Part(X.A) + (valid(X.B) ? " = *" + Part(X.B) : "") + ")" +
           point(M, X.At);
  }
  return "?";
}
