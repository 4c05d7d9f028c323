//===- ApplySuppressions.cpp - Findings that comments allow ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Suppress.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;
using llvm::StringRef;

namespace {

struct Applied {
  Suppression S;
  bool Used = false;
};

bool namesRule(const Suppression &S, StringRef Rule) {
  return llvm::any_of(S.Rules,
                      [&](StringRef R) { return R == "*" || R == Rule; });
}

/// The sites a comment may stand at: either access or lock, since nobody can
/// know which one is told first, and the declaration, where "this counter may
/// be imprecise" is said best.
bool mayCarryComment(const Site &S) {
  return S.Role == SiteRole::Primary || S.Role == SiteRole::OtherAccess ||
         S.Role == SiteRole::LockTaken || S.Role == SiteRole::Declaration;
}

Applied *suppressionOf(const Finding &F, std::vector<Applied> &All) {
  for (Applied &A : All) {
    // A reason is obligatory.
    if (!namesRule(A.S, F.Rule) || (!A.S.Nolint && A.S.Reason.empty()))
      continue;
    for (const Site &Site : F.Sites)
      if (mayCarryComment(Site) && Site.Span.File == A.S.Span.File &&
          Site.Span.Line == A.S.Line)
        return &A;
  }
  return nullptr;
}

std::string problemOf(const Applied &A, llvm::ArrayRef<StringRef> KnownRules) {
  for (const std::string &Rule : A.S.Rules)
    if (Rule != "*" && !llvm::is_contained(KnownRules, Rule))
      return "there is no rule '" + Rule + "'; 'heddle explain' lists them";
  if (!A.S.Nolint && A.S.Reason.empty())
    return "this comment gives no reason, so it suppresses nothing: write why "
           "the finding is acceptable behind the closing parenthesis";
  if (!A.Used)
    return "this comment suppresses nothing any more: remove it";
  return "";
}

} // namespace

void heddle::applySuppressions(Report &R, llvm::ArrayRef<std::string> Files,
                               const SourceReader &Read,
                               llvm::ArrayRef<StringRef> KnownRules) {
  std::vector<std::string> Sorted(Files.begin(), Files.end());
  llvm::sort(Sorted);
  Sorted.erase(llvm::unique(Sorted), Sorted.end());
  std::vector<Applied> All;
  for (const std::string &File : Sorted)
    if (std::optional<std::string> Source = Read(File))
      for (Suppression &S : findSuppressions(*Source, File))
        All.push_back({std::move(S)});

  std::vector<Finding> Left;
  for (Finding &F : R.Findings) {
    Applied *A = suppressionOf(F, All);
    if (!A) {
      Left.push_back(std::move(F));
      continue;
    }
    A->Used = true;
    F.SuppressedBecause = A->S.Reason;
    R.Suppressed.push_back(std::move(F));
  }
  R.Findings = std::move(Left);

  for (const Applied &A : All)
    if (std::string Problem = problemOf(A, KnownRules); !Problem.empty())
      R.SuppressionProblems.push_back({A.S.Span, std::move(Problem)});
}
