//===- AtomicFixes.cpp - A variable becomes atomic ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Every occurrence of the name, in every file, is looked at: what is not
/// understood makes the fix fail. The model says what an occurrence is (a read,
/// a write, nothing that it knows), the text how it must be rewritten.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/AtomicFixes.h"

#include "analyzer/Checks/Fixes/FixBuilder.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <set>

using namespace heddle;
using llvm::StringRef;

namespace {

/// What the model knows of one occurrence of the name.
struct Use {
  bool Read = false, Write = false, Update = false;
  BinaryOp Op = BinaryOp::Add;
};

class AtomicBuilder {
public:
  AtomicBuilder(const CheckContext &Context, const SharedObject &Object,
                bool IsChecked)
      : Context(Context), M(Context.P.M), A(*Context.A), Object(Object),
        IsChecked(IsChecked), IsC(M.Lang == Language::C),
        Fix(Context, "make it atomic") {}

  void offer(Finding &F) {
    if (!isSuitable())
      return;
    collectUses();
    for (const SourceFile &File : M.Files)
      if (File.Kind != FileKind::System && !Fix.failed())
        rewrite(File.Path);
    if (Declarations)
      Fix.offer(F);
  }

private:
  bool isMember() const { return valid(Object.Member.Record); }

  bool isSuitable() {
    if (!valid(Object.Type) || Object.IsContainer || !Object.Declared.Line)
      return false;
    const Type &T = M[Object.Type];
    IsPointer = T.Kind == TypeKind::Pointer;
    if ((T.Kind != TypeKind::Bool && T.Kind != TypeKind::Int &&
         !(IsPointer && IsChecked)) ||
        T.Const || T.SizeBytes > 8)
      return false;
    Name = StringRef(Object.Name).rsplit('.').second;
    if (Name.empty())
      Name = Object.Name;
    Name = Name.substr(Name.rfind(':') + 1);
    if (isMember()) {
      const Record &R = M[Object.Member.Record];
      const Field &Member = R.Fields[Object.Member.Index];
      Name = Member.Name;
      return !Member.BitWidth && R.TemplateArgs.empty() && !isCopied();
    }
    return Object.Root.Kind == ObjectKind::Global ||
           Object.Root.Kind == ObjectKind::Local;
  }

  /// Is an object of the member's class ever copied, or kept in a container? A
  /// class with an atomic member can't be.
  bool isCopied() const {
    if (IsC)
      return false;
    RecordId Owner = Object.Member.Record;
    for (const Record &R : M.Records)
      if (R.System)
        for (const TemplateArg &Arg : R.TemplateArgs)
          if (!Arg.IsValue && valid(Arg.Type) && M[Arg.Type].Record == Owner)
            return true;
    bool Copied = false;
    forEachUserEvent(M, [&](EventRef At) {
      const Body &B = *M[At.Func].Definition;
      const auto *C = std::get_if<Call>(&M[At]);
      if (C && valid(C->Callee) && M[C->Callee].Parent == Owner &&
          M[C->Callee].Implicit &&
          M[C->Callee].Kind != FunctionKind::Destructor &&
          !M[C->Callee].Params.empty())
        Copied = true;
      const auto *X = std::get_if<Access>(&M[At]);
      if (X && X->Kind == AccessKind::Write && valid(B[X->P].Type) &&
          M[B[X->P].Type].Record == Owner)
        Copied = true;
    });
    return Copied;
  }

  /// Is \p P the variable itself (and not a part of it or around it)?
  bool isIt(FuncId F, PlaceId P) const {
    const Body &B = *M[F].Definition;
    if (isMember())
      return B[P].Kind == PlaceKind::Field && B[P].Field == Object.Member;
    if (B[P].Kind == PlaceKind::Global)
      return Object.Root.Kind == ObjectKind::Global &&
             B[P].Global == Object.Root.Global;
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(F, P);
    return Cells.size() == 1 && Cells.front() == Object.Cell;
  }

  void collectUses() {
    std::map<FuncId, Use> InFunction;
    forEachUserEvent(M, [&](EventRef At) {
      const auto *X = std::get_if<Access>(&M[At]);
      if (!X || !isIt(At.Func, X->P) || X->Kind == AccessKind::Destroy)
        return;
      SourceSpan Span = makeSpan(M, At);
      if (!Span.Macro.empty() || !Span.Line)
        return Fix.fail();
      if (valid(X->Via))
        return Fix.fail(); // a library function reads it through an address
      Use &U = Uses[Span];
      Use &All = InFunction[At.Func];
      if (X->Init)
        return;
      (X->Kind == AccessKind::Read    ? U.Read
       : X->Kind == AccessKind::Write ? U.Write
                                      : U.Update) = true;
      All.Read |= X->Kind == AccessKind::Read;
      All.Write |= X->Kind != AccessKind::Read;
      U.Op = X->Op;
      if (X->Kind == AccessKind::Update)
        Fix.failIf(!isAtomicOp(X->Op));
    });
    // Who reads in one step and writes in another needs more than an atomic.
    for (const auto &[F, U] : InFunction)
      if (U.Read && U.Write && !IsChecked)
        Mixed.insert(F);
    for (FuncId F : Mixed)
      Fix.failIf(!onlyOwnValues(F));
  }

  bool isAtomicOp(BinaryOp Op) const {
    if (M[Object.Type].Kind == TypeKind::Bool)
      return false;
    return Op == BinaryOp::Add || Op == BinaryOp::Sub || Op == BinaryOp::And ||
           Op == BinaryOp::Or || Op == BinaryOp::Xor;
  }

  /// Are all reads of \p F part of `X = X + …`, which becomes one step?
  bool onlyOwnValues(FuncId F) const {
    bool Only = true;
    forEachEvent(M, F, [&](EventRef At) {
      const auto *X = std::get_if<Access>(&M[At]);
      if (!X || X->Kind != AccessKind::Read || !isIt(F, X->P))
        return;
      SourceSpan Span = makeSpan(M, At);
      Only &= llvm::any_of(Uses, [&](const auto &Entry) {
        const SourceSpan &W = Entry.first;
        return Entry.second.Write && W.File == Span.File &&
               W.Line == Span.Line && Span.EndLine == W.EndLine &&
               W.Column < Span.Column && Span.EndColumn <= W.EndColumn;
      });
    });
    return Only;
  }

  //===--- The text ------------------------------------------------------===//

  void rewrite(const std::string &File) {
    const SourceText *T = Context.Texts ? Context.Texts->get(File) : nullptr;
    if (!T)
      return Fix.fail();
    if (!T->text().contains(Name))
      return;
    bool Here = false;
    for (size_t I = 0; I < T->tokens().size(); ++I) {
      if (T->tokens()[I].Kind == TokenKind::Directive) {
        if (T->word(I).contains(Name) && !T->word(I).contains("include"))
          return Fix.fail();
        continue;
      }
      if (!T->is(I, Name))
        continue;
      if (!Fix.open(File))
        return;
      Anchor At{File, T, I, I};
      if (declaration(At))
        Here = true;
      else
        occurrence(At);
      if (Fix.failed())
        return;
    }
    if (Here && !IsC)
      Fix.include(File, "atomic");
  }

  /// The innermost use around the token.
  const Use *useAt(const Anchor &At, SourceSpan &Where) const {
    auto [Line, Column] = At.Text->position(At.Text->tokens()[At.First].Begin);
    const Use *Found = nullptr;
    for (const auto &[Span, U] : Uses)
      if (Span.File == At.File &&
          std::pair(Span.Line, Span.Column) <= std::pair(Line, Column) &&
          std::pair(Line, Column) < std::pair(Span.EndLine, Span.EndColumn)) {
        // Sorted by their beginning: the last one is the innermost.
        Found = &U;
        Where = Span;
      }
    return Found;
  }

  void occurrence(const Anchor &At) {
    const SourceText &T = *At.Text;
    StringRef Before = T.word(At.First - 1);
    bool AsMember = Before == "." || Before == "->";
    if (AsMember && !isMember())
      return; // some other class's
    if (IsC && Before == "*" && T.is(At.First - 2, "sizeof"))
      return;
    SourceSpan Span;
    const Use *U = useAt(At, Span);
    if (!U) {
      if (!isOther(At, AsMember) && !isCapture(At))
        Fix.fail();
      return;
    }
    if (IsC && !U->Write)
      return;
    if (U->Write)
      assignment(At);
    else if (U->Read && !U->Update && !convertsByItself(At))
      Fix.insertAfter(At, At.First, ".load()");
  }

  /// Does the name mean something else here: a local of the function around,
  /// another class's member?
  bool isOther(const Anchor &At, bool AsMember) const {
    const SourceText &T = *At.Text;
    if (AsMember && isMember())
      return false;
    auto [Line, Column] = T.position(T.tokens()[At.First].Begin);
    for (const Function &F : M.Functions) {
      if (F.System || !valid(F.Pos.File) || M[F.Pos.File].Path != At.File ||
          Line < F.Pos.Line || Line > F.Pos.EndLine)
        continue;
      bool IsOwner = Object.Root.Kind == ObjectKind::Local &&
                     valid(Object.Root.Func) && &M[Object.Root.Func] == &F;
      if (IsOwner && !isMember())
        return false;
      if (llvm::is_contained(F.ParamNames, Name.str()))
        return true;
      if (F.Definition &&
          llvm::any_of(F.Definition->Locals,
                       [&](const Local &L) { return L.Name == Name; }))
        return true;
    }
    return false;
  }

  /// `[&Sum]`: still a reference.
  bool isCapture(const Anchor &At) const {
    const SourceText &T = *At.Text;
    size_t Open = enclosing(T, At.First);
    return !isMember() && T.is(At.First - 1, "&") && T.is(Open, "[") &&
           (T.is(At.First + 1, ",") || T.is(At.First + 1, "]"));
  }

  /// `X = X + 1` becomes `X += 1`; a value that depends on the old one in any
  /// other way is more than one step.
  void assignment(const Anchor &At) {
    const SourceText &T = *At.Text;
    size_t Equal = At.First + 1;
    if (!T.is(Equal, "=")) {
      // Read within what is assigned to it: `X = X + 1`, seen from the second
      // X.
      if (!IsC && !rewritten(At))
        Fix.fail();
      return;
    }
    std::optional<Statement> S = Fix.statement(At, At.First);
    if (!S)
      return;
    std::string Left = At.source(S->First, At.First).str();
    size_t Length = At.First - S->First + 1;
    bool Again = false;
    for (size_t I = Equal; I < S->Last; ++I)
      Again |= T.is(I, Name) && !T.is(I - 2, "sizeof");
    if (!Again)
      return;
    StringRef Sign = T.word(Equal + Length + 1);
    if (Equal + Length >= S->Last ||
        At.source(Equal + 1, Equal + Length) != Left ||
        (Sign != "+" && Sign != "-" && Sign != "|" && Sign != "&" &&
         Sign != "^") ||
        mentions(T, Equal + Length + 1, S->Last,
                 {Name, "?", "==", "<", ">", "&&", "||", ","}) ||
        M[Object.Type].Kind == TypeKind::Bool)
      return Fix.fail();
    // `X = X - 1 + 2` is not `X -= 1 + 2`.
    if (S->Last != Equal + Length + 3)
      return Fix.fail();
    Fix.replace(At, Equal, Equal + Length + 1, Sign.str() + "=");
    Rewritten.insert({At.File, T.tokens()[Equal + Length].Begin});
  }

  bool rewritten(const Anchor &At) const {
    return Rewritten.count({At.File, At.Text->tokens()[At.First].Begin});
  }

  /// Is the value asked for where an atomic turns into one by itself?
  bool convertsByItself(const Anchor &At) const {
    const SourceText &T = *At.Text;
    size_t First = At.First;
    while (First >= 2 && (T.is(First - 1, ".") || T.is(First - 1, "->")))
      First -= 2; // `s->done`
    StringRef Before = T.word(First - 1), After = T.word(At.First + 1);
    static constexpr StringRef Operators[] = {
        "+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||"};
    if (Before == "!" || llvm::is_contained(Operators, After))
      return true;
    if (Before == "(" && After == ")")
      return llvm::is_contained({"if", "while"}, T.word(First - 2));
    return llvm::is_contained(Operators, Before);
  }

  /// Rewrites the declaration whose name \p At is; false if it is none.
  bool declaration(const Anchor &At) {
    const SourceText &T = *At.Text;
    size_t First = At.First;
    auto Ends = [&](size_t Token) {
      return llvm::is_contained({";", "{", "}", ":", "(", ")", ","},
                                T.word(Token)) ||
             T.tokens()[Token].Kind == TokenKind::Directive;
    };
    while (First > 0 && !Ends(First - 1))
      --First;
    if (First == At.First || !isDeclarator(At))
      return false;
    size_t TypeFirst = SourceToken::None, TypeLast = 0;
    size_t Volatile = SourceToken::None;
    for (size_t I = First; I < At.First; ++I) {
      StringRef W = T.word(I);
      if (W == "volatile")
        Volatile = I;
      else if (llvm::is_contained(
                   {"static", "extern", "inline", "mutable", "thread_local"},
                   W))
        continue;
      else if (T.tokens()[I].Kind != TokenKind::Word && W != "::" &&
               !(IsPointer && W == "*" && I + 1 == At.First))
        return false; // an expression
      else if (llvm::is_contained({"return", "const", "constexpr", "auto",
                                   "delete", "throw", "case", "goto", "else",
                                   "using", "typename"},
                                  W))
        return W != "return" && W != "else" ? (Fix.fail(), true) : false;
      else {
        if (TypeFirst == SourceToken::None)
          TypeFirst = I;
        TypeLast = I;
      }
    }
    if (TypeFirst == SourceToken::None || !isItsDeclaration(At))
      return false;
    rewriteType(At, TypeFirst, TypeLast, Volatile);
    if (!IsC)
      rewriteInitialiser(At);
    ++Declarations;
    return true;
  }

  static bool isDeclarator(const Anchor &At) {
    return llvm::is_contained({";", "=", "{", ",", "[", "("},
                              At.Text->word(At.First + 1));
  }

  /// Of the variable, and not of another of the same name.
  bool isItsDeclaration(const Anchor &At) const {
    auto [Line, Column] = At.Text->position(At.Text->tokens()[At.First].Begin);
    const DeclPosition &D = Object.Declared;
    if (valid(D.File) && M[D.File].Path == At.File &&
        std::pair(D.Line, 0u) <= std::pair(Line, Column) &&
        Line <= std::max(D.EndLine, D.Line))
      return true;
    // `extern` in a header, or the definition of what a header declares.
    return !isMember() && Object.Root.Kind == ObjectKind::Global &&
           !M[Object.Root.Global].InternalLinkage &&
           functionBody(*At.Text, At.First) == SourceToken::None &&
           !At.Text->is(enclosing(*At.Text, At.First), "(");
  }

  void rewriteType(const Anchor &At, size_t First, size_t Last,
                   size_t Volatile) {
    std::string Text = At.source(First, Last).str();
    if (At.is(At.First + 1, ",") || At.is(At.First + 1, "[") ||
        At.is(At.First + 1, "(") ||
        (Volatile != SourceToken::None && Volatile > First && Volatile < Last))
      return Fix.fail();
    if (IsC && IsPointer)
      return Fix.insertBefore(At, At.First, "_Atomic ");
    std::string New = IsC ? "_Atomic " + Text : "std::atomic<" + Text + ">";
    // `T *Name`
    if (!At.Text->startsWithBlank(At.First))
      New += ' ';
    if (Volatile == SourceToken::None)
      return Fix.replace(At, First, Last, New);
    Fix.replace(At, std::min(First, Volatile), std::max(Last, Volatile), New);
  }

  /// `= 0` becomes `{0}`, which is right in all of C++11 and later.
  void rewriteInitialiser(const Anchor &At) {
    const SourceText &T = *At.Text;
    size_t Equal = At.First + 1;
    if (!T.is(Equal, "="))
      return;
    size_t Value = Equal + 1;
    if (T.is(Value, "-"))
      ++Value;
    bool Literal = T.tokens()[Value].Kind == TokenKind::Number ||
                   T.is(Value, "true") || T.is(Value, "false") ||
                   T.is(Value, "nullptr");
    if (!Literal || !T.is(Value + 1, ";"))
      return Fix.fail();
    Fix.braced(At, At.First, Equal + 1, Value);
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  const SharedObject &Object;
  const bool IsChecked;
  const bool IsC;
  bool IsPointer = false;
  FixBuilder Fix;
  StringRef Name;
  std::map<SourceSpan, Use> Uses;
  std::set<FuncId> Mixed;
  std::set<std::pair<std::string, size_t>> Rewritten;
  unsigned Declarations = 0;
};

} // namespace

void heddle::offerAtomic(const CheckContext &Context, Finding &F,
                         const SharedObject &Object) {
  AtomicBuilder(Context, Object, /*IsChecked=*/false).offer(F);
}

void heddle::offerAtomicCheck(const CheckContext &Context, Finding &F,
                              const SharedObject &Object) {
  AtomicBuilder(Context, Object, /*IsChecked=*/true).offer(F);
}
