//===- Hash.cpp - Content address of a function --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A function's hash is BLAKE3 over the encoder's symbolic form: types by
/// structure, classes, variables and functions by USR, members by class and
/// name, no positions. Names of locals count, because findings quote them.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/Encoder.h"
#include "analyzer/Model/Serialize.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/BLAKE3.h"

using namespace heddle;

bool Encoder::putSymbol(RecordId Id) {
  put(valid(Id) ? (*Symbols)[Id].Usr : std::string());
  return true;
}

bool Encoder::putSymbol(GlobalId Id) {
  put(valid(Id) ? (*Symbols)[Id].Usr : std::string());
  return true;
}

bool Encoder::putSymbol(FuncId Id) {
  put(valid(Id) ? (*Symbols)[Id].Usr : std::string());
  return true;
}

/// By structure. Types are trees up to records, and those are named, so this
/// ends.
bool Encoder::putSymbol(TypeId Id) {
  put(valid(Id));
  if (!valid(Id))
    return true;
  const Type &T = (*Symbols)[Id];
  put(T.Kind);
  put(T.Signed);
  put(T.Const);
  put(T.Volatile);
  put(T.Variadic);
  put(T.SizeBytes);
  put(T.Elem);
  put(T.Record);
  put(T.Count);
  put(T.Params);
  // What can't be told by structure is told by name.
  if (T.Kind == TypeKind::Enum || T.Kind == TypeKind::Opaque)
    put(T.Spelling);
  return true;
}

void Encoder::putSymbol(FieldRef F) {
  put(F.Record);
  const bool IsMember = !isPseudo(F) && valid(F.Record);
  const std::string *Name =
      IsMember ? &(*Symbols)[F.Record].Fields[F.Index].Name : nullptr;
  if (Name && !Name->empty())
    put(*Name);
  else
    put(F.Index);
}

BodyHash heddle::hashFunction(const Module &M, FuncId F) {
  llvm::SmallString<4096> Bytes;
  llvm::raw_svector_ostream OS(Bytes);
  Encoder(OS, &M).put(M[F]);

  llvm::BLAKE3 Hasher;
  Hasher.update(llvm::StringRef(Bytes));
  auto Digest = Hasher.final<std::tuple_size_v<BodyHash>>();
  BodyHash Result;
  llvm::copy(Digest, Result.begin());
  return Result;
}
