//===- Driver.cpp - From models to a report -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Driver.h"

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/SourceText.h"
#include "analyzer/Checks/MixedOutput.h"
#include "analyzer/Checks/RuleSets.h"
#include "analyzer/Findings/Outcome.h"
#include "analyzer/Findings/Span.h"
#include "analyzer/Races/Analyses.h"
#include "analyzer/Search/Search.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ThreadPool.h"

#include <optional>
#include <set>

using namespace heddle;

namespace {

/// What one program contributes to the report.
struct ProgramResult {
  std::vector<Finding> Findings;
  std::vector<LedgerEntry> Gaps;
  uint32_t Threads = 0;
  ProofVerdict Proof;
  std::optional<std::string> Note; ///< for a reader who sees no finding
};

bool isWanted(const RuleInfo &Info, const CheckOptions &Options) {
  if (llvm::is_contained(Options.Without, Info.Id))
    return false;
  if (!Options.Only.empty())
    return llvm::is_contained(Options.Only, Info.Id);
  return Info.Level != Severity::Advice || Options.Advice ||
         llvm::is_contained(Options.Also, Info.Id);
}

SourceReader readerOf(const CheckOptions &Options) {
  return Options.Read ? Options.Read : diskReader(Options.Root);
}

void runRules(const Program &P, const Analyses *A, const CheckOptions &Options,
              std::vector<Finding> &Out) {
  SourceTexts Texts(readerOf(Options));
  for (const Rule &R : allRules()) {
    if (!isWanted(R.Info, Options))
      continue;
    if (!A && R.Info.Scope == RuleScope::Program)
      continue;
    CheckContext Context{P, A,
                         [&](Finding F) {
                           fillFrom(R.Info, F);
                           F.Program = P.Name;
                           Out.push_back(std::move(F));
                         },
                         &Texts};
    R.Run(Context);
  }
}

/// `bank.c:3:16 in thread 'audit'`.
std::string describe(const Program &P, EventRef At, FuncId Entry) {
  return shortLocation(makeSpan(P.M, At), "") + " in thread '" +
         P.M[Entry].Name + "'";
}

/// What the analyses found, and what running the model showed. Neither may be
/// wrong when it claims something, so where they disagree nothing is claimed.
ProofVerdict combine(const Program &P, ProofVerdict Shown,
                     const SearchResult &Run) {
  switch (Run.Answer) {
  case SearchAnswer::Race:
    return {ProofAnswer::Race,
            {"a run of the model in which nothing orders them: " +
             describe(P, Run.Race->First, Run.Race->FirstEntry) +
             ", and then " +
             describe(P, Run.Race->Second, Run.Race->SecondEntry)}};
  case SearchAnswer::RaceFree:
    if (Shown.Answer == ProofAnswer::Race)
      return {ProofAnswer::Unknown,
              {"the analyses and the runs of the model disagree; please report "
               "this"}};
    return {ProofAnswer::RaceFree, {}};
  case SearchAnswer::Unknown:
    break;
  }
  return Shown;
}

ProgramResult checkProgram(const Program &P, const CheckOptions &Options) {
  ProgramResult Result;
  AnalysisOptions How;
  How.Mode = Options.Prove ? Profile::Prove : Profile::Report;
  std::unique_ptr<Analyses> A = analyze(P, How);
  runRules(P, A.get(), Options, Result.Findings);
  Result.Gaps = A->Gaps.entries();
  Result.Threads = A->ThreadTable.all().size();
  Result.Note = mixedOutputNote(*A);
  if (Options.Prove)
    Result.Proof = combine(P, A->verdict(), search(P));
  return Result;
}

/// `bank.cpp:3:16: `, empty for nowhere.
std::string place(const SourceSpan &Span) {
  return Span.Line ? shortLocation(Span, "") + ": " : "";
}

SourceSpan spanOf(const Program &P, const LedgerEntry &Entry) {
  if (valid(Entry.Where.Func))
    return makeSpan(P.M, Entry.Where);
  return makeSpan(P.M, Entry.Pos);
}

/// Ledger entries of all programs: sorted, each told once.
class CoverageBuilder {
public:
  explicit CoverageBuilder(Coverage &C) : C(C) {}

  void add(const Program &P, const ProgramResult &Result) {
    ++C.Programs;
    C.Threads += Result.Threads;
    for (const Function &F : P.M.Functions)
      if (F.Definition && !F.System)
        Functions.insert(F.Usr);
    for (const LedgerEntry &Entry : Result.Gaps)
      addEntry(P, Entry);
    if (Result.Note)
      Notes.insert(*Result.Note);
  }

  void finish() {
    C.Functions += Functions.size();
    for (const auto &[Span, Text] : Incomplete) {
      C.Incomplete.push_back(Text);
      C.IncompleteAt.push_back(Span);
    }
    for (const auto &[Span, Text] : NotFollowed)
      C.NotFollowed.push_back(place(Span) + Text);
    C.Assumptions.insert(C.Assumptions.end(), Assumed.begin(), Assumed.end());
    C.Notes.insert(C.Notes.end(), Notes.begin(), Notes.end());
  }

private:
  void addEntry(const Program &P, const LedgerEntry &Entry) {
    SourceSpan Span = spanOf(P, Entry);
    switch (Entry.Kind) {
    case LedgerKind::CompileError:
    case LedgerKind::NotLowered:
      Incomplete.insert({Span, Entry.Text});
      return;
    case LedgerKind::Believed:
      return; // told with the verdict, if one is asked for
    case LedgerKind::NoMain:
    case LedgerKind::Assumption:
      Assumed.insert(place(Span) + Entry.Text);
      return;
    default:
      NotFollowed.insert({Span, Entry.Text});
    }
  }

  Coverage &C;
  std::set<std::string> Functions, Assumed, Notes;
  std::set<std::pair<SourceSpan, std::string>> Incomplete, NotFollowed;
};

/// One answer for all programs: a race anywhere is a race, race-free must hold
/// everywhere.
void answer(Report &R, llvm::ArrayRef<Program> Programs,
            llvm::ArrayRef<ProgramResult> Results) {
  R.Answer = Results.empty() ? Verdict::Unknown : Verdict::RaceFree;
  std::set<std::string> Reasons;
  for (size_t I = 0; I < Results.size(); ++I) {
    const ProofVerdict &Proof = Results[I].Proof;
    if (Proof.Answer == ProofAnswer::Race)
      R.Answer = Verdict::Race;
    else if (Proof.Answer == ProofAnswer::Unknown &&
             R.Answer == Verdict::RaceFree)
      R.Answer = Verdict::Unknown;
    std::string Prefix =
        Results.size() > 1 ? Programs[I].Name + ": " : std::string();
    for (const std::string &Reason : Proof.Reasons)
      if (Proof.Answer == ProofAnswer::Race)
        R.Covered.Notes.push_back(Prefix + Reason);
      else
        Reasons.insert(Prefix + Reason);
  }
  if (R.Answer == Verdict::RaceFree && !R.Covered.Incomplete.empty()) {
    R.Answer = Verdict::Unknown;
    Reasons.insert("not everything could be analysed");
  }
  if (R.Answer == Verdict::Unknown)
    R.AnswerReasons.assign(Reasons.begin(), Reasons.end());
}

std::vector<std::string> userFiles(llvm::ArrayRef<Program> Programs) {
  std::set<std::string> Files;
  for (const Program &P : Programs)
    for (const SourceFile &File : P.M.Files)
      if (File.Kind != FileKind::System)
        Files.insert(File.Path);
  return {Files.begin(), Files.end()};
}

/// Everything after the rules have spoken.
void complete(Report &R, llvm::ArrayRef<Program> Programs,
              const CheckOptions &Options) {
  R.ToolVersion = Options.ToolVersion;
  R.Root = Options.Root;
  R.Profile = Options.Prove ? "prove" : "report";
  finish(R);
  hideThirdParty(R, Options.ThirdParty);
  std::vector<llvm::StringRef> Ids;
  for (const Rule &Rule : allRules())
    Ids.push_back(Rule.Info.Id);
  applySuppressions(R, userFiles(Programs), readerOf(Options), Ids);
}

uint32_t countMainFiles(llvm::ArrayRef<Program> Programs) {
  std::set<std::string> Files;
  for (const Program &P : Programs)
    for (const SourceFile &File : P.M.Files)
      if (File.Kind == FileKind::Main)
        Files.insert(File.Path);
  return Files.size();
}

} // namespace

Report heddle::check(llvm::ArrayRef<Program> Programs,
                     const CheckOptions &Options) {
  // Each program writes to its own slot, and slots are read in order: the
  // report is the same for any number of jobs.
  std::vector<ProgramResult> Results(Programs.size());
  unsigned Jobs = std::min<size_t>(std::max(Options.Jobs, 1u), Programs.size());
  if (Jobs <= 1) {
    for (size_t I = 0; I < Programs.size(); ++I)
      Results[I] = checkProgram(Programs[I], Options);
  } else {
    llvm::DefaultThreadPool Pool(llvm::hardware_concurrency(Jobs));
    for (size_t I = 0; I < Programs.size(); ++I)
      Pool.async([&, I] { Results[I] = checkProgram(Programs[I], Options); });
    Pool.wait();
  }

  Report R;
  R.Covered.Files = countMainFiles(Programs);
  CoverageBuilder Builder(R.Covered);
  for (size_t I = 0; I < Programs.size(); ++I) {
    Builder.add(Programs[I], Results[I]);
    llvm::move(Results[I].Findings, std::back_inserter(R.Findings));
  }
  Builder.finish();
  if (Options.Prove)
    answer(R, Programs, Results);
  complete(R, Programs, Options);
  return R;
}

Report heddle::check(std::vector<Module> Units, const CheckOptions &Options) {
  std::vector<Program> Programs = link(std::move(Units));
  return check(llvm::ArrayRef<Program>(Programs), Options);
}

Report heddle::checkLocally(Module Unit, const CheckOptions &Options) {
  std::vector<Program> Programs(1);
  Programs[0].Name = Unit.Name;
  Programs[0].M = std::move(Unit);
  Report R;
  runRules(Programs[0], nullptr, Options, R.Findings);
  R.Covered.Files = 1;
  complete(R, Programs, Options);
  return R;
}

static llvm::Error noSuchRule(llvm::StringRef Name) {
  auto Distance = [&](const Rule &R) { return R.Info.Id.edit_distance(Name); };
  const Rule &Nearest =
      *llvm::min_element(allRules(), [&](const Rule &L, const Rule &R) {
        return Distance(L) < Distance(R);
      });
  return llvm::createStringError("there is no rule '" + Name.str() +
                                 "'; did you mean '" + Nearest.Info.Id.str() +
                                 "'? (`heddle rules` lists them)");
}

llvm::Error heddle::selectRules(llvm::ArrayRef<std::string> Words,
                                CheckOptions &Options) {
  for (llvm::StringRef Word : Words) {
    auto &List = Word.consume_front("-")   ? Options.Without
                 : Word.consume_front("+") ? Options.Also
                                           : Options.Only;
    if (Word.consume_front("@")) {
      llvm::Expected<RuleSet> Set = findRuleSet(Word);
      if (!Set)
        return Set.takeError();
      llvm::append_range(List, Set->rules());
    } else if (findRule(Word)) {
      List.push_back(Word.str());
    } else {
      return noSuchRule(Word);
    }
  }
  return llvm::Error::success();
}
