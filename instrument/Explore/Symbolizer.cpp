//===- Symbolizer.cpp - Addresses to functions and lines ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Symbolizer.h"

#include "instrument/Explore/Observation.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/DebugInfo/DIContext.h"
#include "llvm/DebugInfo/Symbolize/Symbolize.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Casting.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

using namespace heddle;
using llvm::StringRef;

namespace {

llvm::object::SectionedAddress anySection(uint64_t Address) {
  return {.Address = Address,
          .SectionIndex = llvm::object::SectionedAddress::UndefSection};
}

constexpr uint64_t PageMask = ~uint64_t(4095);

llvm::symbolize::LLVMSymbolizer::Options options() {
  llvm::symbolize::LLVMSymbolizer::Options Result;
  // Demangled here, where parameters can be left out.
  Result.PrintFunctions =
      llvm::DILineInfoSpecifier::FunctionNameKind::LinkageName;
  Result.Demangle = false;
  Result.UseSymbolTable = true;
  return Result;
}

/// Clang's lambdas are called `main::$_0::operator()`, or
/// `f()::'lambda'(int)::operator()` inside inline functions. Empty if
/// \p Name is none.
std::string lambdaName(StringRef Name) {
  if (!Name.consume_back("::operator()"))
    return {};
  size_t At = Name.rfind("::$_");
  if (At == StringRef::npos)
    At = Name.rfind("::'lambda");
  if (At == StringRef::npos)
    return {};
  std::string Outer = Name.take_front(At).str();
  std::string OuterLambda = lambdaName(Outer);
  if (OuterLambda.empty())
    OuterLambda = StringRef(Outer).take_until([](char C) { return C == '('; });
  return "lambda in " + OuterLambda;
}

/// libstdc++ marks what depends on its string: `Names[abi:cxx11]`.
void dropAbiTags(std::string &Name) {
  for (size_t At; (At = Name.find("[abi:")) != std::string::npos;)
    Name.erase(At, Name.find(']', At) - At + 1);
}

} // namespace

std::string heddle::displayName(const std::string &LinkageName) {
  // `Cv` is a type in Itanium's language, and a global variable in C++.
  llvm::ItaniumPartialDemangler Demangler;
  if (!StringRef(LinkageName).starts_with("_Z") ||
      Demangler.partialDemangle(LinkageName.c_str()))
    return LinkageName; // a C function
  char *Text = Demangler.isFunction()
                   ? Demangler.getFunctionName(nullptr, nullptr)
                   : Demangler.finishDemangle(nullptr, nullptr);
  if (!Text)
    return LinkageName;
  std::string Result = Text;
  std::free(Text);
  dropAbiTags(Result);
  std::string Lambda = lambdaName(Result);
  return Lambda.empty() ? Result : Lambda;
}

bool heddle::isSystemFile(const std::string &Path) {
  for (StringRef Prefix : {"/usr/include/", "/usr/lib/", "/usr/local/include/",
                           "/usr/lib32/", "/usr/lib64/", "/lib/"})
    if (StringRef(Path).starts_with(Prefix))
      return true;
  return false;
}

const StackFrame *heddle::userFrame(const CallStack &Stack) {
  auto Found = llvm::find_if(Stack, [](const StackFrame &F) {
    // Line 0: code that the compiler made.
    return !F.File.empty() && F.Line != 0 && !isSystemFile(F.File);
  });
  return Found == Stack.end() ? nullptr : &*Found;
}

const ModuleMap::Module *ModuleMap::find(uint64_t Address) const {
  for (const Module &M : llvm::reverse(Modules))
    if (Address >= M.Low && Address < M.High)
      return &M;
  return nullptr;
}

Symbolizer::Symbolizer() : Impl(options()) {}

std::optional<Symbolizer::Extent> Symbolizer::extent(const std::string &Path) {
  auto [At, New] = Extents.try_emplace(Path);
  if (!New)
    return At->second;
  auto Binary = llvm::object::ObjectFile::createObjectFile(Path);
  if (!Binary) {
    llvm::consumeError(Binary.takeError());
    return std::nullopt;
  }
  auto *Elf =
      llvm::dyn_cast<llvm::object::ELF64LEObjectFile>(Binary->getBinary());
  if (!Elf)
    return std::nullopt;
  auto Headers = Elf->getELFFile().program_headers();
  if (!Headers) {
    llvm::consumeError(Headers.takeError());
    return std::nullopt;
  }
  Extent Result = {.Low = UINT64_MAX, .High = 0};
  for (const auto &Header : *Headers)
    if (Header.p_type == llvm::ELF::PT_LOAD) {
      Result.Low = std::min<uint64_t>(Result.Low, Header.p_vaddr & PageMask);
      Result.High =
          std::max<uint64_t>(Result.High, Header.p_vaddr + Header.p_memsz);
    }
  if (Result.Low < Result.High)
    At->second = Result;
  return At->second;
}

std::optional<ModuleMap::Module> Symbolizer::load(const std::string &Path,
                                                  uint64_t Base) {
  auto Range = extent(Path);
  if (!Range)
    return std::nullopt;
  uint64_t Bias = Base - Range->Low;
  return ModuleMap::Module{.Path = Path,
                           .Bias = Bias,
                           .Low = Range->Low + Bias,
                           .High = Range->High + Bias};
}

const std::string &Symbolizer::realPath(const std::string &Path) {
  auto [At, New] = RealPaths.try_emplace(Path);
  if (!New)
    return At->second;
  llvm::SmallString<256> Real;
  // Debug information of libraries names files of the machine that built
  // them: nothing that a user could look at.
  if (llvm::sys::fs::real_path(Path, Real))
    Real.clear();
  return At->second = Real.str().str();
}

const CallStack &Symbolizer::frames(const std::string &Path, uint64_t Address) {
  auto [At, New] = Cache.try_emplace({Path, Address});
  if (!New)
    return At->second;
  auto Info = Impl.symbolizeInlinedCode(Path, anySection(Address));
  if (!Info) {
    llvm::consumeError(Info.takeError());
    return At->second;
  }
  for (uint32_t I = 0; I < Info->getNumberOfFrames(); ++I) {
    const llvm::DILineInfo &Line = Info->getFrame(I);
    StackFrame Frame;
    if (Line.FunctionName != llvm::DILineInfo::BadString)
      Frame.Function = displayName(Line.FunctionName);
    if (Line.FileName != llvm::DILineInfo::BadString) {
      Frame.File = realPath(Line.FileName);
      Frame.Line = Frame.File.empty() ? 0 : Line.Line;
      Frame.Column = Frame.File.empty() ? 0 : Line.Column;
    }
    At->second.push_back(std::move(Frame));
  }
  return At->second;
}

CallStack Symbolizer::symbolize(llvm::ArrayRef<uint64_t> Addresses,
                                const ModuleMap &Where) {
  CallStack Result;
  for (uint64_t Address : Addresses) {
    // The call, not the instruction that it returns to.
    --Address;
    if (const ModuleMap::Module *M = Where.find(Address))
      llvm::append_range(Result, frames(M->Path, Address - M->Bias));
    else
      Result.emplace_back();
  }
  return Result;
}

std::optional<Symbolizer::Global> Symbolizer::global(uint64_t Address,
                                                     const ModuleMap &Where) {
  const ModuleMap::Module *M = Where.find(Address);
  if (!M)
    return std::nullopt;
  uint64_t InFile = Address - M->Bias;
  auto Data = Impl.symbolizeData(M->Path, anySection(InFile));
  if (!Data) {
    llvm::consumeError(Data.takeError());
    return std::nullopt;
  }
  // Without a match the symbolizer gives the nearest symbol before it.
  if (Data->Name == llvm::DILineInfo::BadString || InFile < Data->Start ||
      InFile >= Data->Start + std::max<uint64_t>(Data->Size, 1))
    return std::nullopt;
  Global Result;
  Result.Name = displayName(Data->Name);
  if (!Data->DeclFile.empty() && Data->DeclLine) {
    Result.DeclaredAt.File = realPath(Data->DeclFile);
    Result.DeclaredAt.Line = uint32_t(Data->DeclLine);
  }
  return Result;
}
