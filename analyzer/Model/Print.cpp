//===- Print.cpp - The text form of a module -----------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The order of the text: the module and its files, types that do not follow
/// from their name, classes, variables, functions, what the compiler said, and
/// last the USRs: small print that linking needs and people skip.
///
/// What belongs to a declaration is indented below it. A name stands at the
/// end of its line, so that words may follow each other without punctuation.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/Print.h"

#include "analyzer/Model/BodyPrinter.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FormatVariadic.h"

using namespace heddle;
using llvm::StringRef;

namespace {

/// Where positions begin on a line, if the line is not longer.
constexpr size_t CommentColumn = 50;

class ModulePrinter {
public:
  ModulePrinter(const Module &M, const Shown &S, llvm::raw_ostream &OS,
                PrintOptions Options)
      : M(M), S(S), N(M, S), OS(OS), Options(Options) {}

  void printModule();
  void printFunction(FuncId Id);
  /// Everything but the types.
  void printDeclarations();
  const std::vector<bool> &usedTypes() const { return N.usedTypes(); }

private:
  void line(std::string Text, const DeclPosition &Pos = {});
  std::string type(TypeId Id) const {
    return valid(Id) ? quoteType(N.type(Id)) : "?";
  }
  std::string record(RecordId Id) const {
    return valid(Id) ? quoteType(N.record(Id)) : "?";
  }
  std::string symbol(auto Id) const {
    return valid(Id) ? "@" + quoteSymbol(N.symbol(Id)) : "_";
  }

  void printHeader();
  void printType(TypeId Id);
  void printRecord(RecordId Id);
  void printField(const Field &F);
  void printGlobal(GlobalId Id);
  void printSignature(const Function &F, FuncId Id);
  std::string params(const Function &F) const;
  void printDeclaredParams(const Function &F);
  void printBody(const Function &F);
  void printLocals(const Body &B, BodyPrinter &Printer);
  void printLoops(const Body &B, BodyPrinter &Printer);
  void printBlock(const Function &F, FuncId Id, size_t Index,
                  BodyPrinter &Printer);
  std::string terminator(const Terminator &T, BodyPrinter &Printer) const;
  void printAttributes(const std::vector<Attribute> &Attributes,
                       StringRef Indent);
  void printTemplateArgs(const std::vector<TemplateArg> &Args);
  void printNames(StringRef Name, StringRef Spelling, StringRef Shown,
                  StringRef UsualSpelling);
  void printFindings();
  void printUsrs();

  const Module &M;
  Shown S;
  Names N;
  llvm::raw_ostream &OS;
  PrintOptions Options;
  FuncId Current = FuncId::None;
};

/// Words before a name: each one only where its flag is set.
class Words {
public:
  explicit Words(StringRef First) : Text(First.str()) {}
  Words &flag(StringRef Word, bool Value) {
    if (Value)
      Text += " " + Word.str();
    return *this;
  }
  Words &number(StringRef Word, uint64_t Value) {
    return flag(Word.str() + " " + std::to_string(Value), Value != 0);
  }
  template <NamedEnum E> Words &word(E Value, E Default) {
    return flag(wordOf(Value), Value != Default);
  }
  Words &add(const std::string &Word) { return flag(Word, true); }
  std::string Text;
};

/// At the end of a line of words a name must not look like one of them.
std::string lastOnLine(const std::string &Name) {
  StringRef Word = StringRef(Name).take_while(
      [](char C) { return llvm::isAlnum(C) || C == '_'; });
  bool IsWord =
      llvm::StringSwitch<bool>(Word)
          .Cases({"of", "record", "params", "size", "align", "count"}, true)
          .Cases({"complete", "system", "polymorphic", "trivial"}, true)
          .Cases({"virtual", "at", "lambda"}, true)
          .Default(false);
  return IsWord ? "`" + Name + "`" : Name;
}

std::string block(BlockId Id) {
  return valid(Id) ? "b" + std::to_string(index(Id)) : "_";
}

} // namespace

void ModulePrinter::line(std::string Text, const DeclPosition &Pos) {
  if (Options.Positions && Pos.Line != 0) {
    Text.resize(std::max(Text.size() + 2, CommentColumn), ' ');
    Text += "# ";
    bool InFunction = valid(Current) && M[Current].Pos.File == Pos.File;
    if (valid(Pos.File) && !InFunction)
      Text += M[Pos.File].Path + ":";
    Text += llvm::formatv("{0}:{1}", Pos.Line, Pos.Column);
  }
  OS << Text << '\n';
}

void ModulePrinter::printHeader() {
  Words W("module " + quoteString(M.Name));
  W.add(wordOf(M.Lang).str());
  DataModel Usual;
  W.flag("pointer " + std::to_string(M.Data.PointerBytes),
         M.Data.PointerBytes != Usual.PointerBytes);
  W.flag("long " + std::to_string(M.Data.LongBytes),
         M.Data.LongBytes != Usual.LongBytes);
  W.flag("unsigned_char", !M.Data.CharSigned);
  line(W.Text);
  for (const SourceFile &F : M.Files)
    if (F.Kind != FileKind::System || Options.System)
      line("file " + wordOf(F.Kind).str() + " " + quoteString(F.Path));
}

void ModulePrinter::printType(TypeId Id) {
  const Type &T = M[Id];
  Words W("type " + wordOf(T.Kind).str());
  W.flag("signed", T.Signed)
      .flag("const", T.Const)
      .flag("volatile", T.Volatile)
      .flag("variadic", T.Variadic)
      .number("size", T.SizeBytes)
      .number("align", T.AlignBytes)
      .number("count", T.Count);
  if (valid(T.Elem))
    W.add("of (" + type(T.Elem) + ")");
  if (valid(T.Record))
    W.add("record (" + record(T.Record) + ")");
  if (!T.Params.empty()) {
    auto Params = llvm::map_range(T.Params, [&](TypeId P) { return type(P); });
    W.add("params (" + llvm::join(Params, ", ") + ")");
  }
  std::string Name = lastOnLine(type(Id));
  // Directly behind the flags, `const char` would begin with one more.
  bool LooksLikeFlag = !valid(T.Elem) && !valid(T.Record) && T.Params.empty() &&
                       (StringRef(Name).starts_with("const ") ||
                        StringRef(Name).starts_with("volatile "));
  line(W.add(LooksLikeFlag ? "`" + Name + "`" : Name).Text);
}

void ModulePrinter::printAttributes(const std::vector<Attribute> &Attributes,
                                    StringRef Indent) {
  for (const Attribute &A : Attributes) {
    Words W((Indent + "attribute " + wordOf(A.Kind)).str());
    if (A.SuccessValue != 1)
      W.add("success " + std::to_string(A.SuccessValue));
    for (const AttributePath &P : A.Args) {
      W.flag("not", P.Negative).add(wordOf(P.Root).str());
      W.number("number", P.Param);
      if (valid(P.Global))
        W.add(symbol(P.Global));
      for (FieldRef F : P.Fields)
        W.add("." + quoteSymbol(N.record(F.Record)) +
              "::" + std::to_string(F.Index));
      W.add(quoteString(P.Text));
    }
    line(W.Text);
  }
}

void ModulePrinter::printTemplateArgs(const std::vector<TemplateArg> &Args) {
  for (const TemplateArg &A : Args) {
    Words W("  argument " + quoteString(A.Spelling));
    if (A.IsValue)
      W.add("value " + std::to_string(A.Value));
    line(W.add("of " + type(A.Type)).Text);
  }
}

/// Name and spelling, where they differ from what the parser would take.
void ModulePrinter::printNames(StringRef Name, StringRef Spelling,
                               StringRef Shown, StringRef UsualSpelling) {
  if (Name != withoutNumber(Shown))
    line("  name " + quoteString(Name));
  if (Spelling != UsualSpelling)
    line("  spelling " + quoteString(Spelling));
}

void ModulePrinter::printField(const Field &F) {
  Words W("  field");
  W.word(F.Access, AccessSpecifier::Public)
      .flag("mutable", F.Mutable)
      .flag("by_reference", F.CaptureByRef)
      .flag("captures_this", F.CaptureThis)
      .number("at", F.OffsetBits)
      .number("bits", F.BitWidth)
      .add(F.Name.empty() ? "_" : quoteSymbol(F.Name));
  line(W.Text + " : " + type(F.Type), F.Pos);
  printAttributes(F.Attributes, "    ");
}

void ModulePrinter::printRecord(RecordId Id) {
  const Record &R = M[Id];
  Words W("record " + wordOf(R.Kind).str());
  W.flag("complete", R.Complete)
      .flag("system", R.System)
      .flag("polymorphic", R.Polymorphic)
      .flag("trivial", R.TriviallyCopyable)
      .number("size", R.SizeBytes)
      .number("align", R.AlignBytes);
  line(W.add(lastOnLine(record(Id))).Text, R.Pos);
  const std::string &Name = N.record(Id);
  if (R.Name != withoutArguments(withoutNumber(Name)))
    line("  name " + quoteString(R.Name));
  printTemplateArgs(R.TemplateArgs);
  if (!S.Layouts[index(Id)])
    return;
  printAttributes(R.Attributes, "  ");
  for (const BaseClass &B : R.Bases) {
    Words Base("  base");
    Base.word(B.Access, AccessSpecifier::Public)
        .flag("virtual", B.Virtual)
        .number("at", B.OffsetBits);
    line(Base.add(lastOnLine(record(B.Record))).Text);
  }
  for (const Field &F : R.Fields)
    printField(F);
  auto Functions = [&](StringRef Word, llvm::ArrayRef<FuncId> Ids) {
    for (FuncId F : Ids)
      if (valid(F) && S.Functions[index(F)])
        line("  " + Word.str() + " " + symbol(F));
  };
  Functions("method", R.Methods);
  Functions("destructor", R.Destructor);
  Functions("call_operator", R.CallOperators);
}

void ModulePrinter::printGlobal(GlobalId Id) {
  const Global &G = M[Id];
  Words W("global");
  W.word(G.Storage, StorageKind::Global)
      .flag("thread_local", G.ThreadLocal)
      .flag("const", G.Const)
      .flag("static", G.InternalLinkage)
      .flag("extern", !G.Defined)
      .flag("system", G.System)
      .add(symbol(Id));
  std::string Text = W.Text + " : " + type(G.Type);
  if (G.HasStaticValue)
    Text += " = " + std::to_string(G.StaticValue);
  line(Text, G.Pos);
  StringRef Name = withoutNumber(N.symbol(Id));
  printNames(G.Name, G.Spelling, N.symbol(Id), Name);
  if (valid(G.Owner))
    line("  owner " + symbol(G.Owner));
  if (valid(G.Init))
    line("  initialized " + symbol(G.Init));
  if (valid(G.Teardown))
    line("  destroyed " + symbol(G.Teardown));
  printAttributes(G.Attributes, "  ");
}

std::string ModulePrinter::params(const Function &F) const {
  std::vector<std::string> Texts;
  if (F.Definition) {
    std::vector<std::string> Locals = localNames(*F.Definition);
    for (auto [L, Name] : llvm::zip_equal(F.Definition->Locals, Locals))
      if (L.Kind == LocalKind::This || L.Kind == LocalKind::Param)
        Texts.push_back("%" + Name + " : " + type(L.Type));
  } else {
    for (size_t I = 0; I != F.Params.size(); ++I) {
      bool Named = I < F.ParamNames.size() && !F.ParamNames[I].empty();
      Texts.push_back((Named ? "%" + F.ParamNames[I] + " : " : "") +
                      type(F.Params[I]));
    }
  }
  if (F.Variadic)
    Texts.push_back("...");
  return llvm::join(Texts, ", ");
}

/// The declared parameters, where they are not those of the body.
void ModulePrinter::printDeclaredParams(const Function &F) {
  if (!F.Definition)
    return;
  std::vector<TypeId> Types;
  std::vector<std::string> Names;
  for (const Local &L : F.Definition->Locals)
    if (L.Kind == LocalKind::Param) {
      Types.push_back(L.Type);
      Names.push_back(L.Name);
    }
  if (Types == F.Params && (F.ParamNames.empty() || Names == F.ParamNames))
    return;
  Function Declaration = F;
  Declaration.Definition.reset();
  line("  declared (" + params(Declaration) + ")");
}

void ModulePrinter::printSignature(const Function &F, FuncId Id) {
  Words W(F.Definition ? "func" : "declare");
  W.word(F.Kind, FunctionKind::Plain);
  if (valid(F.Parent))
    W.add("of (" + record(F.Parent) + ")");
  W.word(F.Access, AccessSpecifier::Public)
      .flag("virtual", F.Virtual)
      .flag("const", F.Const)
      .flag("noexcept", F.Noexcept)
      .flag("noreturn", F.NoReturn)
      .flag("static", F.InternalLinkage)
      .flag("implicit", F.Implicit)
      .flag("inline", F.Inline)
      .flag("system", F.System)
      .flag("coroutine", F.Coroutine)
      .add(symbol(Id) + "(" + params(F) + ")");
  bool ReturnsNothing = valid(F.Result) && M[F.Result].Kind == TypeKind::Void;
  line(W.Text + (ReturnsNothing ? "" : " -> " + type(F.Result)), F.Pos);
  std::vector<std::string> Types;
  Types.reserve(F.Params.size());
  for (TypeId P : F.Params)
    Types.push_back(N.type(P));
  std::string Name = withoutNumber(N.symbol(Id)).str();
  std::string Usual = F.Name + "(" + llvm::join(Types, ", ") + ")";
  printNames(F.Name, F.Spelling, Name, Usual);
  printDeclaredParams(F);
  printTemplateArgs(F.TemplateArgs);
  for (FuncId Base : F.Overrides)
    if (S.Functions[index(Base)])
      line("  overrides " + symbol(Base));
  printAttributes(F.Attributes, "  ");
}

/// Variables one a line, temporaries of one type together.
void ModulePrinter::printLocals(const Body &B, BodyPrinter &Printer) {
  std::vector<std::pair<TypeId, std::string>> Temporaries;
  for (size_t I = 0; I != B.Locals.size(); ++I) {
    auto Id = static_cast<LocalId>(I);
    const Local &L = B.Locals[I];
    if (L.Kind == LocalKind::Variable) {
      const Positions &Table = M[Current].Table;
      line("  var " + Printer.printed(Id) + " : " + type(L.Type),
           I < Table.Locals.size() ? M.position(Current, Table.Locals[I])
                                   : DeclPosition());
    } else if (L.Kind == LocalKind::Temporary) {
      auto Known = llvm::find_if(
          Temporaries, [&](const auto &T) { return T.first == L.Type; });
      if (Known == Temporaries.end())
        Temporaries.push_back({L.Type, Printer.printed(Id)});
      else
        Known->second += " " + Printer.printed(Id);
    }
  }
  for (const auto &[Type, Names] : Temporaries)
    line("  temp " + Names + " : " + type(Type));
}

void ModulePrinter::printLoops(const Body &B, BodyPrinter &Printer) {
  for (auto [I, L] : llvm::enumerate(B.Loops)) {
    Words W("  loop " + std::to_string(I));
    W.add(wordOf(L.Kind).str()).add(block(L.Header));
    W.flag("in " + std::to_string(index(L.Parent)), valid(L.Parent));
    W.flag("counts " + Printer.printed(L.Induction), valid(L.Induction));
    W.flag("from " + Printer.printed(L.Lower), valid(L.Lower));
    W.flag("to " + Printer.printed(L.Upper), valid(L.Upper));
    W.flag("step " + Printer.printed(L.Step), valid(L.Step));
    line(W.Text);
  }
}

std::string ModulePrinter::terminator(const Terminator &T,
                                      BodyPrinter &Printer) const {
  Words W(wordOf(T.Kind));
  if (valid(T.Cond))
    W.add(Printer.printed(T.Cond));
  if (T.Kind == TerminatorKind::Jump)
    W.add(block(T.Succs[0]));
  else if (T.Kind == TerminatorKind::Branch)
    W.add("then " + block(T.Succs[0]) + " else " + block(T.Succs[1]));
  else
    for (auto [I, Successor] : llvm::enumerate(T.Succs)) {
      if (I < T.Cases.size()) {
        const SwitchCase &C = T.Cases[I];
        W.add("case " + std::to_string(C.Low));
        if (C.Low != C.High)
          W.add(".. " + std::to_string(C.High));
      } else if (T.Kind == TerminatorKind::Switch) {
        W.add("default");
      }
      W.add(block(Successor));
    }
  return W.Text;
}

void ModulePrinter::printBlock(const Function &F, FuncId Id, size_t Index,
                               BodyPrinter &Printer) {
  const BasicBlock &B = F.Definition->Blocks[Index];
  std::string Label = "  b" + std::to_string(Index) + ":";
  if (valid(B.Unwind))
    Label += " unwind " + block(B.Unwind);
  if (valid(B.Loop))
    Label += " loop " + std::to_string(index(B.Loop));
  line(Label);
  for (uint32_t I = 0; I != B.Events.size(); ++I)
    line("    " + Printer.printed(B.Events[I]),
         M.position({Id, static_cast<BlockId>(Index), I}));
  // `return` says both: the event and the end of the block.
  if (B.Term.Kind == TerminatorKind::Return && !B.Events.empty() &&
      std::holds_alternative<Return>(B.Events.back()))
    return;
  bool HasPosition = Index < F.Table.Terminators.size();
  line("    " + terminator(B.Term, Printer),
       HasPosition ? M.position(Id, F.Table.Terminators[Index])
                   : DeclPosition());
}

void ModulePrinter::printFunction(FuncId Id) {
  const Function &F = M[Id];
  printSignature(F, Id);
  if (!F.Definition)
    return;
  Current = Id;
  BodyPrinter Printer(M, *F.Definition, N);
  printLocals(*F.Definition, Printer);
  printLoops(*F.Definition, Printer);
  for (size_t I = 0; I != F.Definition->Blocks.size(); ++I)
    printBlock(F, Id, I, Printer);
  Current = FuncId::None;
}

/// What the compiler said, what has no model, and the order of initialisers.
void ModulePrinter::printFindings() {
  for (GlobalId G : M.InitOrder)
    if (S.Globals[index(G)])
      line("init " + symbol(G));
  for (const CompileDiagnostic &D : M.Diagnostics)
    line("diagnostic " + wordOf(D.Severity).str() + " " +
             quoteString(D.Message),
         D.Pos);
  for (const NotLowered &G : M.Gaps)
    line("gap " + quoteString(G.What) + " because " + quoteString(G.Why),
         G.Pos);
}

void ModulePrinter::printUsrs() {
  for (auto [I, R] : llvm::enumerate(M.Records))
    if (auto Id = static_cast<RecordId>(I);
        S.Records[I] && R.Usr != N.record(Id))
      line("usr " + quoteString(R.Usr) + " record " + record(Id));
  auto Symbols = [&](const auto &Table, const auto &IsShown, auto IdOf) {
    for (auto [I, X] : llvm::enumerate(Table))
      if (auto Id = IdOf(I); IsShown[I] && X.Usr != "@" + N.symbol(Id))
        line("usr " + quoteString(X.Usr) + " " + symbol(Id));
  };
  Symbols(M.Globals, S.Globals,
          [](size_t I) { return static_cast<GlobalId>(I); });
  Symbols(M.Functions, S.Functions,
          [](size_t I) { return static_cast<FuncId>(I); });
}

void ModulePrinter::printModule() {
  printHeader();
  for (size_t I = 0; I != M.Types.size(); ++I)
    if (S.Types[I] && !N.isImplied(static_cast<TypeId>(I)))
      printType(static_cast<TypeId>(I));
  printDeclarations();
}

void ModulePrinter::printDeclarations() {
  for (size_t I = 0; I != M.Records.size(); ++I)
    if (S.Records[I])
      printRecord(static_cast<RecordId>(I));
  for (size_t I = 0; I != M.Globals.size(); ++I)
    if (S.Globals[I])
      printGlobal(static_cast<GlobalId>(I));
  for (size_t I = 0; I != M.Functions.size(); ++I)
    if (S.Functions[I])
      printFunction(static_cast<FuncId>(I));
  printFindings();
  if (Options.Usrs)
    printUsrs();
}

void heddle::print(const Module &M, llvm::raw_ostream &OS,
                   PrintOptions Options) {
  // Which types need a line is known when all else has been printed: most
  // types of terms go without saying.
  Shown S = shownDeclarations(M, Options.System);
  ModulePrinter Trial(M, S, llvm::nulls(), Options);
  Trial.printDeclarations();
  S.Types = withParts(M, Trial.usedTypes());
  ModulePrinter(M, S, OS, Options).printModule();
}

void heddle::printFunction(const Module &M, FuncId F, llvm::raw_ostream &OS,
                           PrintOptions Options) {
  ModulePrinter(M, shownDeclarations(M, F), OS, Options).printFunction(F);
}

std::string heddle::toString(const Module &M, FuncId F, const Event &E) {
  Names N(M, shownDeclarations(M, F));
  return BodyPrinter(M, *M[F].Definition, N).printed(E);
}
