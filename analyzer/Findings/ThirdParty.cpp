//===- ThirdParty.cpp - Findings in other people's code -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Outcome.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/Path.h"

using namespace heddle;
using llvm::StringRef;

llvm::ArrayRef<std::string> heddle::defaultThirdParty() {
  static const std::string Globs[] = {"_deps/", "vendor/", "third_party/"};
  return Globs;
}

// A folder stands for all that is in it.
static std::vector<std::string>
wholeFolders(llvm::ArrayRef<std::string> Globs) {
  std::vector<std::string> Whole;
  for (const std::string &Glob : Globs)
    Whole.push_back(Glob + (StringRef(Glob).ends_with("/") ? "*" : ""));
  return Whole;
}

/// The patterns point into \p Globs.
static std::vector<llvm::GlobPattern>
compile(llvm::ArrayRef<std::string> Globs) {
  std::vector<llvm::GlobPattern> Patterns;
  for (const std::string &Glob : Globs) {
    llvm::Expected<llvm::GlobPattern> Pattern = llvm::GlobPattern::create(Glob);
    // A bad pattern is refused where the configuration is read.
    if (Pattern)
      Patterns.push_back(std::move(*Pattern));
    else
      llvm::consumeError(Pattern.takeError());
  }
  return Patterns;
}

static bool matches(StringRef Path,
                    llvm::ArrayRef<llvm::GlobPattern> Patterns) {
  if (llvm::sys::path::is_absolute(Path))
    return true;
  for (size_t Start = 0; Start != StringRef::npos;) {
    StringRef Tail = Path.drop_front(Start);
    if (llvm::any_of(Patterns, [&](const llvm::GlobPattern &Pattern) {
          return Pattern.match(Tail);
        }))
      return true;
    size_t Slash = Path.find('/', Start);
    Start = Slash == StringRef::npos ? Slash : Slash + 1;
  }
  return false;
}

void heddle::hideThirdParty(Report &R, llvm::ArrayRef<std::string> Globs) {
  std::vector<std::string> Whole = wholeFolders(Globs);
  std::vector<llvm::GlobPattern> Patterns = compile(Whole);
  auto IsForeign = [&](const Finding &F) {
    bool Any = false;
    for (const Site &S : F.Sites) {
      if (S.Span.File.empty())
        continue;
      Any = true;
      if (!matches(S.Span.File, Patterns))
        return false;
    }
    return Any;
  };
  size_t Before = R.Findings.size();
  llvm::erase_if(R.Findings, IsForeign);
  R.Covered.HiddenThirdParty += Before - R.Findings.size();
  // Nobody mends a copy of somebody else's file.
  for (Finding &F : R.Findings)
    llvm::erase_if(F.Fixes, [&](const FixIt &Fix) {
      return llvm::any_of(Fix.Edits, [&](const Edit &E) {
        return matches(E.Span.File, Patterns);
      });
    });
}
