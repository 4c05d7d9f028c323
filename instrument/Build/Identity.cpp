//===- Identity.cpp - Which program a token belongs to --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two builds of the same sources with the same flags give the same code and
/// data, but not the same file: debug information names the directory that the
/// build happened in. So the sections that are loaded are hashed.
///
//===----------------------------------------------------------------------===//

#include "instrument/Build/Build.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/xxhash.h"

#include <cstdint>
#include <string>

using namespace heddle;

llvm::Expected<std::string> heddle::buildId(const std::string &Executable) {
  auto Object = llvm::object::ObjectFile::createObjectFile(Executable);
  if (!Object)
    return Object.takeError();
  uint64_t Hash = 0;
  for (const llvm::object::SectionRef &Section :
       Object->getBinary()->sections()) {
    llvm::object::ELFSectionRef Elf(Section);
    if (!(Elf.getFlags() & llvm::ELF::SHF_ALLOC) ||
        Elf.getType() != llvm::ELF::SHT_PROGBITS)
      continue;
    auto Contents = Section.getContents();
    if (!Contents)
      return Contents.takeError();
    Hash = Hash * 0x9e3779b97f4a7c15u + llvm::xxh3_64bits(*Contents);
  }
  return llvm::utohexstr(uint32_t(Hash ^ Hash >> 32), /*LowerCase=*/true,
                         /*Width=*/8);
}
