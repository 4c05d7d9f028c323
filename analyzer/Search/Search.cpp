//===- Search.cpp - All runs of a small program ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Depth first, youngest thread first: what unordered threads do is seen to
/// collide in the first run that has both. States that were seen before are not
/// gone into again, so that spinning ends.
///
/// Why this is a proof: if a program that synchronises by locks and
/// sequentially consistent atomics has a race, then it has one in a run that is
/// an interleaving (Boehm, Adve: Foundations of the C++ concurrency memory
/// model), and then also in one that switches threads only before they take
/// something.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Search/Search.h"

#include "analyzer/Search/Machine.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <set>

using namespace heddle;
using namespace heddle::machine;

namespace {

class Searcher {
public:
  Searcher(const Program &P, const SearchOptions &Options)
      : Options(Options), M(P, K) {}

  SearchResult run() {
    // Each pass knows more synchronisation objects that are shared.
    do {
      K.Learnt = false;
      K.Users.clear();
      K.Suspected.reset();
      Seen.clear();
      Work.clear();
      Work.push_back(M.start());
      Work.back().Current = 0;
      while (!Work.empty() && !K.Found && !K.Learnt && !isOver())
        expand();
    } while (K.Learnt && !K.Found && !isOver());
    return answer();
  }

private:
  bool isOver() const {
    return K.Events > Options.MaxEvents || Seen.size() > Options.MaxStates;
  }

  void expand() {
    State S = std::move(Work.back());
    Work.pop_back();
    constexpr uint32_t MaxDepth = 4000;
    if (S.Depth > MaxDepth) {
      K.Gaps.insert("runs of more than 4000 turns");
      return;
    }
    if (S.Current != NoThread) {
      const uint32_t T = S.Current;
      S.Current = NoThread;
      go(std::move(S), T);
      return;
    }
    for (uint32_t T = 0; T < S.Threads.size(); ++T)
      if (M.isEnabled(S, T))
        go(S, T);
  }

  void go(State S, uint32_t T) {
    ++S.Depth;
    std::vector<State> Forks;
    const StepResult How = M.run(S, T, Forks);
    llvm::move(Forks, std::back_inserter(Work));
    if (How == StepResult::Ends)
      return;
    tidy(S);
    if (Seen.insert(digest(S)).second)
      Work.push_back(std::move(S));
  }

  SearchResult answer() {
    SearchResult Out;
    Out.States = Seen.size();
    Out.Events = K.Events;
    if (K.Found) {
      Out.Answer = SearchAnswer::Race;
      Out.Race = SearchedRace{K.Found->First, K.Found->Second,
                              K.Found->FirstEntry, K.Found->SecondEntry};
      return Out;
    }
    if (isOver())
      K.Gaps.insert("too many orders of the threads to look at all");
    if (K.ReadUnordered.size() > 1)
      K.Gaps.insert("atomics that may be read before they are written");
    if (K.Suspected)
      K.Gaps.insert("a race that may need what can't happen");
    if (K.Gaps.empty())
      Out.Answer = SearchAnswer::RaceFree;
    else
      Out.Reason = llvm::join(K.Gaps, "; ");
    return Out;
  }

  const SearchOptions &Options;
  Knowledge K;
  Machine M;
  std::vector<State> Work;
  std::set<Digest> Seen;
};

} // namespace

SearchResult heddle::search(const Program &P, const SearchOptions &Options) {
  SearchResult Out;
  if (P.M.Lang != Language::C || !valid(P.Main) || !P.M[P.Main].Definition) {
    Out.Reason = "the search runs C programs with a main";
    return Out;
  }
  return Searcher(P, Options).run();
}
