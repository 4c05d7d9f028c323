//===- Places.cpp - Where observations and findings meet ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Places.h"

#include "analyzer/Findings/Finding.h"
#include "instrument/Explore/Observation.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

using namespace heddle;
using llvm::StringRef;

namespace {

bool isUser(const StackFrame &F) {
  return !F.File.empty() && F.Line != 0 && !isSystemFile(F.File);
}

/// `std::vector<int, std::allocator<int>>::push_back` without what is between
/// angle brackets.
std::string withoutTemplateArguments(StringRef Name) {
  std::string Result;
  unsigned Depth = 0;
  bool IsOperator = Name.contains("operator<") || Name.contains("operator>") ||
                    Name.contains("operator->");
  if (IsOperator)
    return Name.str();
  for (char C : Name) {
    Depth += C == '<';
    if (Depth == 0)
      Result += C;
    Depth -= C == '>' && Depth > 0;
  }
  return Result;
}

} // namespace

Places::Places(StringRef Given) {
  llvm::SmallString<256> Real;
  if (llvm::sys::fs::real_path(Given, Real))
    Real = Given;
  Root = Real.str().str();
  if (!Root.empty() && Root.back() != '/')
    Root += '/';
}

std::string Places::relative(const std::string &File) const {
  StringRef Rest = File;
  if (!Root.empty())
    Rest.consume_front(Root);
  return Rest.str();
}

SourceSpan Places::span(const StackFrame &Frame) const {
  SourceSpan Span;
  Span.File = relative(Frame.File);
  Span.Line = Span.EndLine = Frame.Line;
  Span.Column = Frame.Column ? Frame.Column : 1;
  Span.EndColumn = Span.Column + 1;
  return Span;
}

bool Places::covers(const SourceSpan &Span, const StackFrame &Frame) const {
  return Span.Line != 0 && Frame.Line >= Span.Line &&
         Frame.Line <= std::max(Span.Line, Span.EndLine) &&
         relative(Frame.File) == Span.File;
}

bool Places::coversExactly(const SourceSpan &Span,
                           const StackFrame &Frame) const {
  if (!covers(Span, Frame))
    return false;
  if (Frame.Column == 0)
    return true;
  bool AfterBegin = Frame.Line > Span.Line || Frame.Column >= Span.Column;
  bool BeforeEnd = Frame.Line < Span.EndLine || Frame.Column < Span.EndColumn;
  return AfterBegin && BeforeEnd;
}

std::string Places::text(const StackFrame &Frame) const {
  SourceSpan Span = span(Frame);
  return llvm::formatv("{0}:{1}:{2}", Span.File, Span.Line, Span.Column).str();
}

std::string heddle::threadWords(bool IsMain, StringRef Name,
                                const CallStack &Stack) {
  if (IsMain)
    return "thread main";
  if (Name.empty())
    for (const StackFrame &F : llvm::reverse(Stack))
      if (isUser(F)) {
        Name = F.Function;
        break;
      }
  return Name.empty() ? "a thread" : ("thread '" + Name + "'").str();
}

std::string heddle::libraryCall(const CallStack &Stack) {
  std::string Last;
  for (const StackFrame &F : Stack) {
    if (isUser(F))
      return withoutTemplateArguments(Last);
    // ThreadSanitizer's part in an access is nothing that the user called.
    if (!StringRef(F.Function).contains("__tsan_"))
      Last = F.Function;
  }
  return {};
}

Site heddle::siteOf(const CallStack &Stack, const Places &Where) {
  Site S;
  std::vector<StackFrame> User;
  llvm::copy_if(Stack, std::back_inserter(User), isUser);
  if (User.empty())
    return S;
  S.Span = Where.span(User.front());
  S.Function = User.front().Function;
  // A frame's Call is where that function was called: the line at which the
  // next outer one stands.
  for (size_t I = User.size(); I-- > 0;) {
    Frame F;
    F.Function = User[I].Function;
    if (I + 1 < User.size())
      F.Call = Where.span(User[I + 1]);
    S.Stack.push_back(std::move(F));
  }
  return S;
}
