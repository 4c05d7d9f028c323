//===- Finish.cpp - Identity, merging and order of findings ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What happens to findings once all rules have spoken, in this order:
///
/// 1. Findings of one *cause* become one. A counter that forty lines touch is
///    one fault with one repair. The special rule wins over the general one
///    (container-race over data-race), then the more believed finding, then
///    the one whose functions come first by name: nothing here looks at a line
///    number before it must, so that a comment added above a function changes
///    neither which finding stays nor its id.
/// 2. A mere *consequence* of another finding is dropped: who waits for ever
/// for
///    a lock that somebody forgot to unlock needs to hear of the unlock.
/// 3. One fault in a header or library that several programs link is one
///    finding that names the other programs.
/// 4. Sort by place in the source.
/// 5. Give ids: a hash of what the fault *is*. Equal faults in one function
///    (two unnamed guards of one mutex) are numbered in source order.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Finding.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/BLAKE3.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

using namespace heddle;

namespace {

bool isAccess(const Site &S) {
  return S.Role == SiteRole::Primary || S.Role == SiteRole::OtherAccess;
}

/// Where the fault happens, as opposed to what explains it.
bool takesPart(const Site &S) {
  return isAccess(S) || S.Role == SiteRole::LockTaken;
}

/// The part of one access that its identity rests on.
std::string accessKey(const Site &S) {
  std::vector<std::string> Locks;
  Locks.reserve(S.Held.size());
  for (const HeldLock &L : S.Held)
    Locks.push_back(L.Name + (L.Shared ? "/shared" : ""));
  llvm::sort(Locks);
  return S.Function + (S.Write ? "\x1fw\x1f" : "\x1fr\x1f") +
         llvm::join(Locks, "\x1f");
}

/// Everything an id is made of, as text.
std::string identityOf(const Finding &F) {
  std::vector<std::string> Accesses;
  for (const Site &S : F.Sites)
    if (takesPart(S))
      Accesses.push_back(accessKey(S));
  llvm::sort(Accesses);
  const std::string &Object = F.Cause.empty() ? F.Object : F.Cause;
  return F.Rule + "\x1e" + Object + "\x1e" + llvm::join(Accesses, "\x1e");
}

std::string hashText(llvm::StringRef Text) {
  llvm::BLAKE3 Hasher;
  Hasher.update(Text);
  return llvm::toHex(Hasher.final<8>(), /*LowerCase=*/true);
}

const SourceSpan &spanOf(const Finding &F) {
  static const SourceSpan Nowhere;
  return F.Sites.empty() ? Nowhere : F.Sites.front().Span;
}

/// Order in which findings are shown.
bool shownBefore(const Finding &L, const Finding &R) {
  auto Key = [](const Finding &F) {
    return std::tie(spanOf(F), F.Rule, F.Object, F.Program, F.Message);
  };
  return Key(L) < Key(R);
}

/// Is \p L the better representative of a cause that both stand for?
bool better(const Finding &L, const Finding &R) {
  if (L.Precedence != R.Precedence)
    return L.Precedence > R.Precedence;
  if (L.Belief != R.Belief)
    return L.Belief > R.Belief;
  std::string KeyL = identityOf(L), KeyR = identityOf(R);
  if (KeyL != KeyR)
    return KeyL < KeyR;
  return shownBefore(L, R);
}

std::vector<SourceSpan> accessSpans(const Finding &F) {
  std::vector<SourceSpan> Spans;
  for (const Site &S : F.Sites)
    if (isAccess(S))
      Spans.push_back(S.Span);
  return Spans;
}

/// Adds \p Lost to the finding that stays: its accesses are counted where
/// they're new, its dynamic evidence is not forgotten.
void absorb(Finding &Kept, const Finding &Lost) {
  std::vector<SourceSpan> Known = accessSpans(Kept);
  for (const SourceSpan &Span : accessSpans(Lost))
    if (!llvm::is_contained(Known, Span)) {
      Known.push_back(Span);
      ++Kept.MoreSites;
    }
  // Both counted the same remaining accesses, as far as we can know.
  Kept.MoreSites = std::max(Kept.MoreSites, Lost.MoreSites);
  if (Kept.Dynamic.Verdict != DynamicVerdict::Confirmed &&
      Lost.Dynamic.Verdict == DynamicVerdict::Confirmed)
    Kept.Dynamic = Lost.Dynamic;
}

std::vector<Finding> mergeCauses(std::vector<Finding> All) {
  std::map<std::tuple<std::string, Category, std::string>, size_t> Groups;
  std::vector<Finding> Kept;
  llvm::sort(All, better);
  for (Finding &F : All) {
    if (F.Cause.empty()) {
      Kept.push_back(std::move(F));
      continue;
    }
    auto [It, New] =
        Groups.try_emplace({F.Program, F.Kind, F.Cause}, Kept.size());
    if (New)
      Kept.push_back(std::move(F));
    else
      absorb(Kept[It->second], F);
  }
  return Kept;
}

/// Drops what follows from another finding that is told.
std::vector<Finding> dropConsequences(std::vector<Finding> All) {
  std::map<std::pair<std::string, std::string>, size_t> Told;
  for (size_t I = 0; I < All.size(); ++I)
    for (const std::string &Fault : All[I].Explains) {
      auto [It, New] = Told.try_emplace({All[I].Program, Fault}, I);
      if (!New && All[I].Belief > All[It->second].Belief)
        It->second = I;
    }
  std::vector<bool> Dropped(All.size());
  for (size_t I = 0; I < All.size(); ++I)
    for (const std::string &Fault : All[I].ConsequenceOf) {
      auto It = Told.find({All[I].Program, Fault});
      if (It == Told.end() || It->second == I || Dropped[It->second] ||
          All[It->second].Belief < All[I].Belief)
        continue;
      Dropped[I] = true;
      absorb(All[It->second], All[I]);
    }
  std::vector<Finding> Kept;
  for (size_t I = 0; I < All.size(); ++I)
    if (!Dropped[I])
      Kept.push_back(std::move(All[I]));
  return Kept;
}

/// Drops repetitions, and faults of shared code that an earlier program has
/// told already. REQUIRES: sorted by shownBefore.
std::vector<Finding> mergePrograms(std::vector<Finding> All) {
  std::map<std::pair<SourceSpan, std::string>, size_t> Seen;
  std::vector<Finding> Kept;
  for (Finding &F : All) {
    auto [It, New] = Seen.try_emplace({spanOf(F), identityOf(F)}, Kept.size());
    if (New) {
      Kept.push_back(std::move(F));
      continue;
    }
    Finding &First = Kept[It->second];
    First.Belief = std::max(First.Belief, F.Belief);
    F.AlsoIn.push_back(F.Program);
    for (std::string &Name : F.AlsoIn)
      if (Name != First.Program && !llvm::is_contained(First.AlsoIn, Name))
        First.AlsoIn.push_back(std::move(Name));
    llvm::sort(First.AlsoIn);
  }
  return Kept;
}

} // namespace

void heddle::finish(Report &R) {
  R.Findings = dropConsequences(mergeCauses(std::move(R.Findings)));
  llvm::sort(R.Findings, shownBefore);
  R.Findings = mergePrograms(std::move(R.Findings));
  std::map<std::string, unsigned> Occurrences;
  for (Finding &F : R.Findings) {
    std::string Identity = identityOf(F);
    unsigned N = ++Occurrences[Identity];
    F.Id = hashText(N == 1 ? Identity : Identity + "#" + std::to_string(N));
  }
}
