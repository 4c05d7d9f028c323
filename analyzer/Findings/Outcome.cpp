//===- Outcome.cpp - What a report means for the caller -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Outcome.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace heddle;
using llvm::StringRef;

std::optional<FailOn> heddle::parseFailOn(StringRef Text) {
  return llvm::StringSwitch<std::optional<FailOn>>(Text)
      .Case("possible", FailOn::Possible)
      .Case("likely", FailOn::Likely)
      .Case("certain", FailOn::Certain)
      .Case("confirmed", FailOn::Confirmed)
      .Case("never", FailOn::Never)
      .Default(std::nullopt);
}

static bool reaches(const Finding &F, FailOn Threshold) {
  if (F.Level == Severity::Advice || Threshold == FailOn::Never)
    return false;
  // What was seen to happen counts at every threshold.
  if (F.Dynamic.Verdict == DynamicVerdict::Confirmed)
    return true;
  switch (Threshold) {
  case FailOn::Possible:
    return true;
  case FailOn::Likely:
    return F.Belief >= Confidence::Likely;
  case FailOn::Certain:
    return F.Belief == Confidence::Certain;
  case FailOn::Confirmed:
  case FailOn::Never:
    return false;
  }
  return false;
}

int heddle::exitCode(const Report &R, const OutcomeOptions &Options) {
  switch (R.Answer) {
  case Verdict::RaceFree:
    return 0;
  case Verdict::Race:
    return 1;
  case Verdict::Unknown:
    return 3;
  case Verdict::NotAsked:
    break;
  }
  if (!R.Covered.Incomplete.empty() && !Options.IncompleteIsNote)
    return 3;
  return llvm::any_of(R.Findings, [&](const Finding &F) {
    return reaches(F, Options.Threshold);
  });
}

StringRef heddle::toString(Severity Level) {
  switch (Level) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Advice:
    return "advice";
  }
  return "";
}

StringRef heddle::toString(Confidence Belief) {
  switch (Belief) {
  case Confidence::Possible:
    return "possible";
  case Confidence::Likely:
    return "likely";
  case Confidence::Certain:
    return "certain";
  }
  return "";
}

StringRef heddle::toString(Category Kind) {
  switch (Kind) {
  case Category::Race:
    return "race";
  case Category::Deadlock:
    return "deadlock";
  case Category::Lock:
    return "lock";
  case Category::Wait:
    return "wait";
  case Category::Lifetime:
    return "lifetime";
  }
  return "";
}

StringRef heddle::toString(Verdict Answer) {
  switch (Answer) {
  case Verdict::NotAsked:
    return "not-asked";
  case Verdict::RaceFree:
    return "race-free";
  case Verdict::Race:
    return "race";
  case Verdict::Unknown:
    return "unknown";
  }
  return "";
}

StringRef heddle::toString(SiteRole Role) {
  switch (Role) {
  case SiteRole::Primary:
    return "primary";
  case SiteRole::OtherAccess:
    return "other-access";
  case SiteRole::Declaration:
    return "declaration";
  case SiteRole::Spawn:
    return "spawn";
  case SiteRole::Join:
    return "join";
  case SiteRole::LockTaken:
    return "lock-taken";
  case SiteRole::LockReleased:
    return "lock-released";
  case SiteRole::Wait:
    return "wait";
  case SiteRole::Notify:
    return "notify";
  case SiteRole::ScopeEnd:
    return "scope-end";
  case SiteRole::Related:
    return "related";
  }
  return "";
}

StringRef heddle::toString(DynamicVerdict Seen) {
  switch (Seen) {
  case DynamicVerdict::NotRun:
    return "not-run";
  case DynamicVerdict::Confirmed:
    return "confirmed";
  case DynamicVerdict::NotReproduced:
    return "not-reproduced";
  case DynamicVerdict::NotApplicable:
    return "not-applicable";
  }
  return "";
}
