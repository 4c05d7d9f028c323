//===- Finding.h - The one currency after the checks ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a rule found, complete enough that every renderer, the grader, the
/// editor and the dynamic half work from it alone: rule, object, every place
/// in the source with the thread, call stack and locks there, the words for a
/// person, fix-its, confidence with its reasons, and later what running the
/// program showed. Plain data without ids into a module.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FINDINGS_FINDING_H
#define HEDDLE_FINDINGS_FINDING_H

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace heddle {

enum class Severity : uint8_t { Error, Warning, Advice };
enum class Confidence : uint8_t { Possible, Likely, Certain };
enum class Category : uint8_t { Race, Deadlock, Lock, Wait, Lifetime };

/// Path relative to the analysis root (system headers: absolute); lines and
/// columns from 1, columns in UTF-8 bytes, end exclusive.
struct SourceSpan {
  std::string File;
  uint32_t Line = 0, Column = 0, EndLine = 0, EndColumn = 0;
  std::string Macro; ///< the span is an expansion of this macro
  friend auto operator<=>(const SourceSpan &, const SourceSpan &) = default;
};

struct Frame {
  std::string Function; ///< display name
  SourceSpan Call;      ///< where it was called from; Line 0 for a root
  friend auto operator<=>(const Frame &, const Frame &) = default;
};

struct HeldLock {
  std::string Name;
  bool Shared = false;
  SourceSpan AcquiredAt;
  friend auto operator<=>(const HeldLock &, const HeldLock &) = default;
};

enum class SiteRole : uint8_t {
  Primary, ///< where to repair
  OtherAccess,
  Declaration, ///< of the shared object
  Spawn,
  Join,
  LockTaken,
  LockReleased,
  Wait,
  Notify,
  ScopeEnd,
  Related,
};

/// One place in the source that takes part in a finding.
struct Site {
  SiteRole Role = SiteRole::Related;
  SourceSpan Span;
  std::string Message; ///< `thread 'deposit' updates it here, holding 'M'`
  std::string Label;   ///< behind the caret: `in thread main, holding nothing`
  std::string Thread;  ///< display name; empty where none matters
  uint32_t ThreadIndex = UINT32_MAX; ///< one number per thread of the finding
  std::vector<HeldLock> Held;
  std::vector<Frame> Stack; ///< outermost (thread function) first
  bool Write = false;
  std::string Function; ///< display name of the enclosing function
  std::string Lock;     ///< taken or waited for here; empty: none
  friend bool operator==(const Site &, const Site &) = default;
};

struct Edit {
  SourceSpan Span; ///< empty span: insert
  std::string Text;
  friend bool operator==(const Edit &, const Edit &) = default;
};

struct FixIt {
  std::string Title;
  std::vector<Edit> Edits;
  friend bool operator==(const FixIt &, const FixIt &) = default;
};

enum class DynamicVerdict : uint8_t {
  NotRun,
  Confirmed,
  NotReproduced,
  NotApplicable, ///< this rule has nothing to see at run time
};

struct DynamicEvidence {
  DynamicVerdict Verdict = DynamicVerdict::NotRun;
  std::string Text; ///< one line: `confirmed by ThreadSanitizer, run 2 of 10`
  std::string Token;
  std::vector<Site> Observed; ///< both accesses as seen, with stacks
  friend bool operator==(const DynamicEvidence &,
                         const DynamicEvidence &) = default;
};

struct Finding {
  std::string Rule;
  Severity Level = Severity::Error;
  Confidence Belief = Confidence::Likely;
  Category Kind = Category::Race;
  std::string Program;
  std::string Object;      ///< `Balance`, or the locks of a cycle `A, B`
  std::string Message;     ///< one sentence without location
  std::vector<Site> Sites; ///< Sites[0] is the primary one
  std::string Why;
  std::string Repair;
  /// What belief rests on, or what lowers it.
  std::vector<std::string> Reasons;
  /// More accesses of the same cause that are not listed among Sites.
  uint32_t MoreSites = 0;
  std::vector<FixIt> Fixes;
  DynamicEvidence Dynamic;
  /// Stable across edits elsewhere: hash of rule, object, functions, access
  /// kinds and lock names. Set by finish().
  std::string Id;
  /// What is broken, told apart within one program and free of line numbers
  /// (`v:c:@Balance`): findings of one non-empty Cause become one. Object is
  /// its name for people.
  std::string Cause;
  /// Faults, by keys of this program, that this finding tells; and those that
  /// it is a mere consequence of: when one of them is told, by a finding that
  /// is believed no less, this one is not. Not part of what a finding is for
  /// people, so keys may hold positions.
  std::vector<std::string> Explains, ConsequenceOf;
  /// Of two findings of one cause the higher one stays: the special rule wins
  /// over the general one. Set from RuleInfo.
  uint8_t Precedence = 0;
  std::vector<std::string> AlsoIn; ///< more programs that share this fault
  std::string SuppressedBecause;   ///< reason of the comment that allows it
  friend bool operator==(const Finding &, const Finding &) = default;
};

/// A comment that should suppress a finding and does not do so properly.
struct SuppressionProblem {
  SourceSpan Span;
  std::string Message;
  friend auto operator<=>(const SuppressionProblem &,
                          const SuppressionProblem &) = default;
};

enum class Verdict : uint8_t { NotAsked, RaceFree, Race, Unknown };

/// What was looked at and what was not: told in every output.
struct Coverage {
  uint32_t Files = 0, Programs = 0, Functions = 0, Threads = 0;
  std::vector<std::string> Incomplete;  ///< parse errors, unreadable inputs
  std::vector<SourceSpan> IncompleteAt; ///< parallel, Line 0 if nowhere
  std::vector<std::string> NotFollowed; ///< ledger, one line an entry
  std::vector<std::string> Assumptions;
  std::vector<std::string> Notes; ///< told once, e.g. guessed flags
  uint32_t HiddenThirdParty = 0;
};

struct Report {
  std::string ToolVersion;
  std::string Root; ///< absolute analysis root, for reading sources
  std::string Profile = "report";
  std::vector<Finding> Findings; ///< sorted: see finish()
  Coverage Covered;
  Verdict Answer = Verdict::NotAsked;
  std::vector<std::string> AnswerReasons;
  std::string NextCommand; ///< what to type next
  bool DynamicRun = false;
  std::vector<std::string> DynamicNotes; ///< runs made, how each ended
  std::vector<Finding> Suppressed; ///< allowed by comments, see Suppress.h
  std::vector<SuppressionProblem> SuppressionProblems;
};

/// Computes ids, merges findings of one cause, sorts (by file, line, rule)
/// and removes repetitions. Idempotent.
void finish(Report &R);

} // namespace heddle

#endif // HEDDLE_FINDINGS_FINDING_H
