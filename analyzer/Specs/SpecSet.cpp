//===- SpecSet.cpp - Loading and asking for specs -------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Builtin.h"
#include "analyzer/Specs/Loader.h"
#include "analyzer/Specs/SpecTable.h"
#include "analyzer/Specs/Specs.h"

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;

namespace heddle {

SpecSet::SpecSet() : State(std::make_unique<Impl>()) {}
SpecSet::~SpecSet() = default;
SpecSet::SpecSet(SpecSet &&) noexcept = default;
SpecSet &SpecSet::operator=(SpecSet &&) noexcept = default;

static SpecSet loadBuiltin() {
  SpecSet Result;
  for (const spec::BuiltinText &Text : spec::builtinTexts())
    if (Error E = Result.add(Text.Yaml, Text.FileName))
      // Our own mistake, and the tests load every file.
      report_fatal_error(Twine(toString(std::move(E))));
  return Result;
}

const SpecSet &SpecSet::builtin() {
  static const SpecSet Builtin = loadBuiltin();
  return Builtin;
}

Error SpecSet::add(StringRef Yaml, StringRef FileName) {
  Expected<spec::SpecFile> File = spec::loadSpecs(Yaml, FileName);
  if (!File)
    return File.takeError();
  State->merge(std::move(*File));
  return Error::success();
}

Expected<SpecSet> SpecSet::load(ArrayRef<std::string> UserFiles) {
  SpecSet Result = loadBuiltin();
  for (const std::string &Path : UserFiles) {
    auto Buffer = MemoryBuffer::getFile(Path, /*IsText=*/true);
    if (!Buffer)
      return createStringError(Buffer.getError(),
                               "cannot read the spec file '" + Path +
                                   "': " + Buffer.getError().message());
    if (Error E = Result.add((*Buffer)->getBuffer(), Path))
      return std::move(E);
  }
  return Result;
}

bool SpecSet::knows(StringRef QualifiedName) const {
  return State->entries(QualifiedName) != nullptr;
}

} // namespace heddle
