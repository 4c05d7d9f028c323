//===- SarifFlow.cpp - What threads do, in SARIF -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One threadFlow per thread of a finding. Its steps: the thread starts, is
/// called deeper, takes the locks it holds, and comes to the place of the
/// finding. The last steps of all threads have the same executionOrder, the
/// highest one: that they can happen at once is what the finding says.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Report/SarifWriter.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <set>

using namespace heddle;
using llvm::StringRef;

namespace {

/// One location of a thread flow.
struct Step {
  SourceSpan Span;
  std::string Text;
  std::string Function;
  std::vector<StringRef> Kinds;
  unsigned Nesting = 0;
  StringRef Importance = "important";
  std::string Locks; ///< held before the step
};

std::string namesOf(llvm::ArrayRef<HeldLock> Held) {
  if (Held.empty())
    return "none";
  auto Names = llvm::map_range(Held, [](const HeldLock &L) {
    return L.Name + (L.Shared ? " (shared)" : "");
  });
  return llvm::join(Names, ", ");
}

bool isLockStep(const Site &S) {
  return S.Role == SiteRole::LockTaken || !S.Lock.empty();
}

std::vector<StringRef> kindsOf(const Site &S) {
  switch (S.Role) {
  case SiteRole::Spawn:
    return {"enter", "function"};
  case SiteRole::LockReleased:
    return {"release", "lock"};
  case SiteRole::ScopeEnd:
    return {"exit", "scope"};
  case SiteRole::Primary:
  case SiteRole::OtherAccess:
    if (!isLockStep(S))
      return {"danger", "memory"};
    return {"danger", "acquire", "lock"};
  case SiteRole::LockTaken:
  case SiteRole::Wait:
    return {"acquire", "lock"};
  case SiteRole::Declaration:
  case SiteRole::Join:
  case SiteRole::Notify:
  case SiteRole::Related:
    return {"unknown"};
  }
  return {};
}

/// A thread starts, takes locks, and then does what it should not.
constexpr int LastOrderOfSite = 2;
int orderOf(const Site &S) {
  if (S.Role == SiteRole::Spawn)
    return 0;
  return S.Role == SiteRole::LockTaken && S.Held.empty() ? 1 : LastOrderOfSite;
}

void addCalls(const Site &S, std::vector<Step> &Steps) {
  for (size_t I = 1; I < S.Stack.size(); ++I) {
    const Frame &Callee = S.Stack[I];
    const std::string &Caller = S.Stack[I - 1].Function;
    if (Callee.Call.Line == 0)
      continue;
    Step Call{.Span = Callee.Call,
              .Text = "'" + Caller + "' calls '" + Callee.Function + "'",
              .Function = Caller,
              .Kinds = {"call", "function"},
              .Nesting = static_cast<unsigned>(I) - 1,
              .Importance = "unimportant",
              .Locks = ""};
    bool Known = llvm::any_of(Steps, [&](const Step &Other) {
      return Other.Span == Call.Span && Other.Text == Call.Text;
    });
    if (!Known)
      Steps.push_back(std::move(Call));
  }
}

/// Where the locks that are held at \p S were taken.
void addAcquires(const Site &S, std::vector<Step> &Steps) {
  std::vector<HeldLock> Before;
  for (const HeldLock &L : S.Held) {
    bool Known = llvm::any_of(
        Steps, [&](const Step &Other) { return Other.Span == L.AcquiredAt; });
    if (L.AcquiredAt.Line != 0 && !Known)
      Steps.push_back(
          {.Span = L.AcquiredAt,
           .Text = "takes '" + L.Name + "'" + (L.Shared ? " for reading" : ""),
           .Function = "",
           .Kinds = {"acquire", "lock"},
           .Nesting = S.Stack.empty() ? 0 : unsigned(S.Stack.size()) - 1,
           .Importance = "important",
           .Locks = namesOf(Before)});
    Before.push_back(L);
  }
}

std::vector<Step> stepsOf(const Finding &F, uint32_t Thread) {
  std::vector<const Site *> Sites;
  for (int Order = 0; Order <= LastOrderOfSite; ++Order)
    for (const Site &S : F.Sites)
      if (S.ThreadIndex == Thread && S.Span.Line && orderOf(S) == Order)
        Sites.push_back(&S);
  std::vector<Step> Steps;
  for (const Site *S : Sites) {
    addCalls(*S, Steps);
    addAcquires(*S, Steps);
    unsigned Nesting = S->Stack.empty() ? 0 : S->Stack.size() - 1;
    Steps.push_back({.Span = S->Span,
                     .Text = S->Message.empty() ? S->Label : S->Message,
                     .Function = S->Function,
                     .Kinds = kindsOf(*S),
                     .Nesting = Nesting,
                     .Importance = orderOf(*S) == LastOrderOfSite ? "essential"
                                                                  : "important",
                     .Locks = namesOf(S->Held)});
    if (S->Role == SiteRole::Spawn)
      Steps.back().Locks.clear(); // those of the thread that starts this one
  }
  return Steps;
}

std::string threadName(const Finding &F, uint32_t Thread) {
  for (const Site &S : F.Sites)
    if (S.ThreadIndex == Thread && !S.Thread.empty())
      return S.Thread;
  return "thread " + std::to_string(Thread);
}

std::set<uint32_t> threadsOf(const Finding &F) {
  std::set<uint32_t> Threads;
  for (const Site &S : F.Sites)
    if (S.ThreadIndex != UINT32_MAX && S.Span.Line)
      Threads.insert(S.ThreadIndex);
  return Threads;
}

} // namespace

void SarifWriter::threadFlow(const Finding &F, uint32_t Thread,
                             uint32_t LastOrder) {
  std::vector<Step> Steps = stepsOf(F, Thread);
  J.attribute("id", std::to_string(Thread));
  message("message", llvm::json::fixUTF8("thread " + threadName(F, Thread)));
  // All threads' flows end at the same step.
  int64_t Order =
      static_cast<int64_t>(LastOrder) - static_cast<int64_t>(Steps.size());
  objects("locations", Steps, [&](const Step &S) {
    J.attributeObject("location",
                      [&] { location(S.Span, S.Text, S.Function); });
    J.attributeArray("kinds", [&] {
      for (StringRef Kind : S.Kinds)
        J.value(Kind);
    });
    if (!S.Locks.empty())
      J.attributeObject("state", [&] { message("locks", S.Locks); });
    J.attribute("nestingLevel", S.Nesting);
    J.attribute("executionOrder", ++Order);
    J.attribute("importance", S.Importance);
  });
}

void SarifWriter::codeFlows(const Finding &F) {
  std::set<uint32_t> Threads = threadsOf(F);
  if (Threads.empty())
    return;
  size_t Longest = 0;
  for (uint32_t Thread : Threads)
    Longest = std::max(Longest, stepsOf(F, Thread).size());
  J.attributeArray("codeFlows", [&] {
    J.object([&] {
      objects("threadFlows", Threads,
              [&](uint32_t Thread) { threadFlow(F, Thread, Longest); });
    });
  });
}

/// Innermost frame first, as SARIF has it.
void SarifWriter::stack(const Site &S, StringRef Message) {
  J.object([&] {
    message("message", Message);
    SourceSpan At = S.Span;
    objects("frames", llvm::reverse(S.Stack), [&](const Frame &Fr) {
      J.attributeObject("location", [&] { location(At, "", Fr.Function); });
      At = Fr.Call;
    });
  });
}

void SarifWriter::stacks(const Finding &F) {
  auto HasStack = [](const Site &S) { return !S.Stack.empty(); };
  if (llvm::none_of(F.Sites, HasStack) &&
      llvm::none_of(F.Dynamic.Observed, HasStack))
    return;
  J.attributeArray("stacks", [&] {
    for (const Site &S : llvm::make_filter_range(F.Sites, HasStack))
      stack(S, S.Message.empty() ? S.Label : S.Message);
    for (const Site &S : llvm::make_filter_range(F.Dynamic.Observed, HasStack))
      stack(S, "seen when run: " + S.Message);
  });
}

namespace {

/// `thread 'a' holds A and waits for B`, as an arrow from A to B.
struct WaitEdge {
  std::string From, To, Label;
};

std::vector<WaitEdge> edgesOf(const Finding &F) {
  std::set<std::pair<uint32_t, std::string>> Holds;
  for (const Site &S : F.Sites)
    for (const HeldLock &L : S.Held)
      Holds.insert({S.ThreadIndex, L.Name});
  auto EndOf = [&](uint32_t Thread) {
    return "the end of thread " + threadName(F, Thread);
  };
  std::vector<WaitEdge> Edges;
  for (const Site &S : F.Sites) {
    if (S.ThreadIndex == UINT32_MAX ||
        (S.Role != SiteRole::Primary && S.Role != SiteRole::LockTaken))
      continue;
    std::string To = S.Lock;
    // Who waits without a lock's name waits for the end of the other thread.
    for (const Site &Other : F.Sites)
      if (To.empty() && Other.ThreadIndex != S.ThreadIndex &&
          Other.ThreadIndex != UINT32_MAX)
        To = EndOf(Other.ThreadIndex);
    std::string Label = S.Message.empty() ? S.Label : S.Message;
    if (!S.Held.empty())
      Edges.push_back({S.Held.front().Name, To, Label});
    else if (!Holds.contains({S.ThreadIndex, S.Lock}))
      Edges.push_back({EndOf(S.ThreadIndex), To, Label});
  }
  return Edges;
}

} // namespace

void SarifWriter::graphs(const Finding &F) {
  if (F.Kind != Category::Deadlock)
    return;
  std::vector<WaitEdge> Edges = edgesOf(F);
  std::set<std::string> Nodes;
  for (const WaitEdge &E : Edges)
    Nodes.insert({E.From, E.To});
  if (Edges.empty() || Nodes.contains(""))
    return;
  J.attributeArray("graphs", [&] {
    J.object([&] {
      message("description", "What is held, and what its holder waits for.");
      objects("nodes", Nodes, [&](const std::string &Name) {
        text("id", Name);
        message("label", Name);
      });
      uint32_t Id = 0;
      objects("edges", Edges, [&](const WaitEdge &E) {
        J.attribute("id", std::to_string(Id++));
        message("label", E.Label);
        text("sourceNodeId", E.From);
        text("targetNodeId", E.To);
      });
    });
  });
}
