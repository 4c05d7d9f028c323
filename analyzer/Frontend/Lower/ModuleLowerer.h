//===- ModuleLowerer.h - Tables of one translation unit ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Maps Clang's types and declarations to ids of the module being made. An
/// entry is made when it is first asked for; of library declarations only what
/// the program mentions gets one. Bodies wait in a queue, so that mentioning a
/// function does not recurse into it.
///
/// Files: LowerTypes.cpp types; LowerRecords.cpp classes; LowerFunctions.cpp
/// functions; LowerGlobals.cpp variables; Usr.cpp names; Attributes.cpp;
/// LowerTu.cpp the walk over a translation unit.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_LOWER_MODULELOWERER_H
#define HEDDLE_FRONTEND_LOWER_MODULELOWERER_H

#include "analyzer/Frontend/Lower/GraphBuilder.h"
#include "analyzer/Frontend/Lower/Lower.h"
#include "analyzer/Frontend/Lower/SourceMap.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

#include <deque>
#include <memory>
#include <optional>

namespace clang {
class OMPExecutableDirective;
} // namespace clang

namespace heddle {

/// What a queued function's body is made from.
enum class BodySource : uint8_t {
  Declared,       ///< the definition's statement
  Destructor,     ///< members and bases of Record, after Decl's own body if any
  LambdaInvoker,  ///< what a closure converts to: calls its call operator
  GlobalInit,     ///< initialiser of Var
  GlobalTeardown, ///< destructor of Var
  Region          ///< statement of an OpenMP directive, see OutlinedRegion
};

/// The body of an OpenMP region that runs in other threads, and what it is
/// given by the function it stands in.
struct OutlinedRegion {
  const clang::OMPExecutableDirective *Directive = nullptr;
  TeamRole Role = TeamRole::Team; ///< Team or Task
  clang::QualType This; ///< type of the first parameter `this`; null: none
  struct Given {
    const clang::VarDecl *Var = nullptr;
    clang::QualType Type; ///< of the variable, references followed
    bool ByValue = false; ///< else by its address
  };
  std::vector<Given> Params;
};

struct PendingBody {
  FuncId Func = FuncId::None;
  BodySource Source = BodySource::Declared;
  const clang::FunctionDecl *Decl = nullptr;
  const clang::CXXRecordDecl *Record = nullptr;
  const clang::VarDecl *Var = nullptr;
  std::shared_ptr<const OutlinedRegion> Region = nullptr;
};

/// How a variable of static storage gets its first value.
enum class StaticInit : uint8_t {
  Number,    ///< a constant number or null
  Constant,  ///< a constant that holds no address: nothing to model
  Addresses, ///< a constant that does
  Dynamic,   ///< code runs
};

/// Functions that the program hands to the library, to be called later.
struct RegisteredHandlers {
  std::vector<const clang::FunctionDecl *> AtExit; ///< when main returns
  std::vector<const clang::FunctionDecl *> BeforeFork, AfterFork;
};

class ModuleLowerer {
public:
  ModuleLowerer(clang::ASTContext &Ctx, clang::Preprocessor &PP,
                const LowerTuOptions &Options);
  Module run();

  // --- Types ----------------------------------------------------------------
  TypeId type(clang::QualType T);
  /// REQUIRES: \p Id came from type().
  clang::QualType qualType(TypeId Id) const { return Quals[index(Id)]; }
  TypeId pointerTo(TypeId Id);
  IntShape shape(clang::QualType T) const;
  uint32_t sizeOf(clang::QualType T) const;
  std::string spell(clang::QualType T);
  std::vector<TemplateArg>
  templateArgs(llvm::ArrayRef<clang::TemplateArgument> Args);

  // --- Declarations ---------------------------------------------------------
  RecordId record(const clang::RecordDecl *RD);
  FieldRef field(const clang::FieldDecl *FD);
  GlobalId global(const clang::VarDecl *VD);
  FuncId function(const clang::FunctionDecl *FD);
  /// \p RD's destructor, also where Clang never declared it; None if trivial.
  FuncId destructor(const clang::CXXRecordDecl *RD);
  /// The function a captureless lambda converts to.
  FuncId lambdaInvoker(const clang::CXXMethodDecl *CallOperator);
  /// A static-storage temporary (`const T &R = T();` at namespace scope).
  GlobalId temporaryGlobal(const clang::MaterializeTemporaryExpr *E,
                           const clang::ValueDecl *ExtendedBy);
  /// The function that an OpenMP region of \p Home is made into.
  FuncId outlined(FuncId Home, const clang::FunctionDecl *Decl,
                  std::shared_ptr<const OutlinedRegion> Region);
  /// An object that the OpenMP runtime keeps: a lock, the tasks of a thread.
  GlobalId runtimeObject(llvm::StringRef Name, clang::QualType T,
                         bool ThreadLocal);
  /// Makes Init and Teardown functions where \p VD needs them. A dynamic
  /// initialiser of a function-local one runs in the function.
  void defineGlobal(const clang::VarDecl *VD);
  const clang::VarDecl *definitionOf(const clang::VarDecl *VD) const;
  StaticInit staticInit(const clang::VarDecl *VD, int64_t &Value);

  bool isUser(const clang::Decl *D) const {
    return isUserCode(Ctx, D, Options.AllUser);
  }
  /// The definition whose body is to be lowered, or null.
  const clang::FunctionDecl *bodyToLower(const clang::FunctionDecl *FD) const;
  bool hasNonTrivialDestructor(clang::QualType T) const;
  /// Enters a class defined inside of a function, with its members.
  void visitLocalRecord(const clang::RecordDecl *RD);
  /// Those that are registered anywhere in the file.
  const RegisteredHandlers &handlers();
  void addGap(std::string What, std::string Why, clang::SourceRange Range);

  // --- Names ----------------------------------------------------------------
  std::string usr(const clang::NamedDecl *D);
  /// Qualified, without template arguments and inline namespaces.
  std::string qualifiedName(const clang::NamedDecl *D);
  /// As qualifiedName, with template arguments.
  std::string spelledName(const clang::NamedDecl *D);

  std::vector<Attribute> attributes(const clang::Decl *D);

  clang::ASTContext &Ctx;
  clang::Preprocessor &PP;
  const LowerTuOptions &Options;
  Module M;
  SourceMap Sources;

private:
  void visitContext(const clang::DeclContext *DC);
  void visitDecl(const clang::Decl *D);
  void visitFunction(const clang::FunctionDecl *FD);
  void visitRecord(const clang::CXXRecordDecl *RD);
  void visitTemplate(const clang::TemplateDecl *TD);
  void visitVariable(const clang::VarDecl *VD);
  /// Enters a closure's call operator, or all instances of a generic one.
  void visitLambda(const clang::CXXRecordDecl *Closure);
  void drain();
  void declareMembers(const clang::TranslationUnitDecl *TU);
  void declareMembers(const clang::CXXRecordDecl *RD, bool IsBase = false);
  void lowerPending(const PendingBody &P);

  Type describeType(clang::QualType T);
  void fillFields(RecordId Id, const clang::RecordDecl *RD);
  void fillBases(RecordId Id, const clang::CXXRecordDecl *RD);
  void fillFunction(Function &F, const clang::FunctionDecl *FD);
  FuncId synthetic(FunctionKind Kind, GlobalId Of, llvm::StringRef Suffix,
                   const clang::VarDecl *VD);

  bool needsOwnUsr(const clang::NamedDecl *D);
  bool needsOwnUsr(clang::QualType T);
  bool needsOwnUsr(llvm::ArrayRef<clang::TemplateArgument> Args);
  std::string computeUsr(const clang::NamedDecl *D);
  std::string ownUsr(const clang::NamedDecl *D);
  std::string contextUsr(const clang::NamedDecl *D);
  std::string typeUsr(clang::QualType T);
  std::string templateArgsUsr(llvm::ArrayRef<clang::TemplateArgument> Args);
  unsigned ordinal(const clang::NamedDecl *D);
  void numberLocals(const clang::FunctionDecl *FD);
  std::string contextName(const clang::DeclContext *DC, bool WithArgs);
  std::string ownName(const clang::NamedDecl *D, bool WithArgs);
  std::string spellArgs(llvm::ArrayRef<clang::TemplateArgument> Args,
                        const clang::TemplateDecl *Template);

  void addAttribute(std::vector<Attribute> &Out, AttributeKind Kind,
                    llvm::ArrayRef<const clang::Expr *> Args,
                    const clang::Decl *On);
  AttributePath attributePath(const clang::Expr *E, const clang::Decl *On);

  llvm::DenseMap<clang::QualType, TypeId> TypeIds;
  std::vector<clang::QualType> Quals; ///< [TypeId]
  llvm::DenseMap<const clang::RecordDecl *, RecordId> RecordIds;
  std::vector<bool> HasFields; ///< [RecordId]
  llvm::DenseMap<const clang::VarDecl *, GlobalId> GlobalIds;
  llvm::DenseMap<const clang::Expr *, GlobalId> TemporaryIds;
  llvm::DenseMap<const clang::FunctionDecl *, FuncId> FuncIds;
  llvm::DenseMap<const clang::CXXRecordDecl *, FuncId> DestructorIds;
  llvm::DenseMap<const clang::CXXMethodDecl *, FuncId> InvokerIds;
  std::map<FuncId, unsigned> Regions; ///< outlined so far, by function
  std::map<std::string, GlobalId> RuntimeObjects;
  std::optional<RegisteredHandlers> Handlers;
  llvm::DenseMap<const clang::NamedDecl *, std::string> Usrs;
  llvm::DenseMap<const clang::NamedDecl *, unsigned> Ordinals;
  llvm::DenseSet<const clang::FunctionDecl *> Numbered;
  std::map<std::string, unsigned> Counters;
  llvm::DenseSet<const clang::Decl *> Visited;
  llvm::DenseSet<const clang::VarDecl *> DefinedGlobals;
  std::deque<PendingBody> Queue;
  std::vector<const clang::VarDecl *> GlobalQueue;
  std::vector<const clang::CXXRecordDecl *> LambdaQueue;
  std::vector<std::pair<RecordId, const clang::RecordDecl *>> FieldQueue;
};

/// The class behind \p T, through arrays; null for anything else.
const clang::CXXRecordDecl *elementRecord(clang::QualType T);

/// Lowers one body into its function; FunctionLowerer.h does the work.
void lowerBody(ModuleLowerer &M, const PendingBody &P);

} // namespace heddle

#endif // HEDDLE_FRONTEND_LOWER_MODULELOWERER_H
