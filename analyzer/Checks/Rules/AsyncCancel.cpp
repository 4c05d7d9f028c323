//===- AsyncCancel.cpp - async-cancel ------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread is ended from outside at any instruction: it lets itself be
/// cancelled asynchronously, or is sent a signal whose default is to end the
/// process. Locks stay locked, memory stays half written.
///
/// Misses: signals for which a handler stands at that moment are told apart
/// only by "the program installs one somewhere".
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"

#include <csignal>
#include <optional>

using namespace heddle;

/// PTHREAD_CANCEL_ASYNCHRONOUS, glibc and musl.
constexpr int64_t Asynchronous = 1;

/// A constant of the program, through casts.
static std::optional<int64_t> constant(const Body &B, TermId T) {
  while (valid(T) && B[T].Kind == TermKind::Cast)
    T = B[T].A;
  if (!valid(T) || B[T].Kind != TermKind::Int)
    return std::nullopt;
  return B[T].Value;
}

static bool endsProcess(int64_t Signal) {
  return Signal == SIGTERM || Signal == SIGKILL || Signal == SIGINT ||
         Signal == SIGQUIT || Signal == SIGABRT;
}

static bool handlesSignals(const Module &M) {
  bool Found = false;
  forEachUserBody(M, [&](FuncId F) {
    forEachEvent(M, F, [&](EventRef At) {
      const auto *S = std::get_if<Spawn>(&M[At]);
      Found |= S && S->Kind == ThreadKind::SignalHandler;
    });
  });
  return Found;
}

static Finding begin(const Module &M, EventRef At, std::string Label) {
  Finding F;
  F.Object = displayName(M, At.Func);
  F.Belief = Confidence::Certain;
  Site S = siteAt(M, SiteRole::Primary, At, "");
  S.Label = std::move(Label);
  F.Sites.push_back(std::move(S));
  return F;
}

static Finding tellCancel(const Module &M, EventRef At) {
  Finding F = begin(M, At, "from here on, at any instruction");
  F.Reasons = {"the type of cancellation is a constant"};
  F.Message = "this thread can be cancelled in the middle of anything";
  F.Why = "an asynchronous cancellation does not wait for a point that is "
          "ready for it. It comes between a lock and its unlock, and the lock "
          "stays locked; inside malloc, and the heap is broken; half way "
          "through a write. Hardly a function may be called in such a thread, "
          "pthread_mutex_lock and printf are not among them";
  F.Repair = "leave the type as it is (PTHREAD_CANCEL_DEFERRED) and call "
             "pthread_testcancel() where stopping is safe; or let the thread "
             "ask a flag: an atomic, or one under the lock";
  return F;
}

static Finding tellKill(const Module &M, EventRef At) {
  Finding F = begin(M, At, "ends the whole process");
  F.Reasons = {"the signal is a constant, and the program has no handler"};
  F.Message = "this signal does not end one thread, it ends the process";
  F.Why = "pthread_kill chooses which thread takes the signal, but what an "
          "unhandled SIGTERM, SIGINT or SIGKILL does, it does to the process: "
          "all threads stop where they are, the caller too, and nothing is "
          "written out or given back";
  F.Repair = "ask the thread to stop: an atomic flag that it reads, a message "
             "in its queue, in C++20 a std::stop_token; then join it";
  return F;
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  const bool Handled = handlesSignals(M);
  forEachUserEvent(M, [&](EventRef At) {
    const auto *Op = std::get_if<ThreadOp>(&M[At]);
    if (!Op)
      return;
    const std::optional<int64_t> Value =
        constant(*M[At.Func].Definition, Op->Value);
    if (Op->Op == ThreadOp::OpKind::SetCancelType && Value == Asynchronous)
      Context.Report(tellCancel(M, At));
    if (Op->Op == ThreadOp::OpKind::Kill && Value && endsProcess(*Value) &&
        (!Handled || *Value == SIGKILL))
      Context.Report(tellKill(M, At));
  });
}

namespace heddle::rules {
extern const Rule AsyncCancel;
const Rule AsyncCancel = {{"async-cancel", Category::Lifetime,
                           Severity::Warning, RuleScope::Local,
                           "a thread is ended from outside at any instruction"},
                          check};
} // namespace heddle::rules
