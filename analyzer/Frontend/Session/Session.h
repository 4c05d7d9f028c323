//===- Session.h - A file that is being edited ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Keeps what makes the next parse of a file quick: its preamble, that is the
/// includes at its top, precompiled in memory. A change below them parses only
/// the file itself. The preamble belongs to this file, these flags and these
/// headers; when one of them changes it is made anew, so that a result is
/// always the one lower() would give (a test compares them).
///
/// Thread safety: one thread at a time for each Session; several Sessions are
/// independent.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_SESSION_SESSION_H
#define HEDDLE_FRONTEND_SESSION_SESSION_H

#include "analyzer/Frontend/Frontend.h"

#include <memory>

namespace heddle {

class Session {
public:
  /// \p Options: Content is not used.
  Session(CompileJob Job, LowerOptions Options);
  ~Session();
  Session(Session &&) noexcept;
  Session &operator=(Session &&) noexcept;

  /// Lowers the file as if it held \p Content.
  llvm::Expected<LowerResult> lower(llvm::StringRef Content);

  /// Did the last lower() find its preamble ready?
  bool reusedPreamble() const;

private:
  class Impl;
  std::unique_ptr<Impl> Self;
};

} // namespace heddle

#endif // HEDDLE_FRONTEND_SESSION_SESSION_H
