//===- LibraryBodies.h - Which library bodies to read ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The AST consumer that every parse runs with, and the policy that makes
/// parsing fast without losing code.
///
/// What a library function does is told by Specs, so its body is of no use --
/// except that instantiating it may instantiate the user's code: the call
/// operator of a generic lambda given to std::sort, the constructor template
/// that make_shared forwards to, a class template's operator() in a
/// std::thread. The compiler alone knows which, by doing it. So:
///
/// - The body of a library function that is no template is skipped unseen: it
///   was written before the user's code and can't name it.
/// - A library template's body is parsed, but a specialisation of it is
///   instantiated only if its template arguments mention something of the
///   user's. `vector<int>::push_back` can't reach user code,
///   `vector<Account>::push_back` can.
///
/// Both leave out only what can't lead to user code, so that the user's
/// functions are the same with and without (a test compares them).
///
/// Misses: overloads that the user adds to namespace std for library types
/// only (`std::operator<<(ostream &, vector<T>)`) where only library code
/// calls them.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_PARSE_LIBRARYBODIES_H
#define HEDDLE_FRONTEND_PARSE_LIBRARYBODIES_H

#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace clang {
class CompilerInstance;
class FunctionDecl;
class TemplateArgument;
class TemplateArgumentList;
class QualType;
} // namespace clang

namespace heddle {

/// Does a type, a template argument or a declaration's context mention a
/// declaration of the user's? Remembers its answers for types.
class UserMentions {
public:
  explicit UserMentions(const clang::SourceManager &SM) : SM(SM) {}

  bool inType(clang::QualType T);
  bool inArgument(const clang::TemplateArgument &Arg);
  bool inArguments(const clang::TemplateArgumentList &Args);
  /// The template arguments of \p D and of the classes and functions around
  /// it, and where it is written.
  bool inDecl(const clang::Decl *D);

private:
  bool inTypeUncached(clang::QualType T);

  const clang::SourceManager &SM;
  llvm::DenseMap<const void *, bool> Known;
};

/// The first half of the policy: is \p D a library function that is no
/// template?
bool canSkipBody(const clang::SourceManager &SM, const clang::Decl *D);

/// Parses with the policy above (\p Skip) or without, then calls \p Done with
/// the finished translation unit.
class LibraryBodiesConsumer : public clang::ASTConsumer {
public:
  LibraryBodiesConsumer(clang::CompilerInstance &CI, bool Skip,
                        llvm::function_ref<void(clang::ASTContext &)> Done);

  bool shouldSkipFunctionBody(clang::Decl *D) override;
  void HandleCXXImplicitFunctionInstantiation(clang::FunctionDecl *D) override;
  void HandleTranslationUnit(clang::ASTContext &Ctx) override;

private:
  clang::CompilerInstance &CI;
  bool Skip;
  llvm::function_ref<void(clang::ASTContext &)> Done;
  UserMentions Mentions;
};

} // namespace heddle

#endif // HEDDLE_FRONTEND_PARSE_LIBRARYBODIES_H
