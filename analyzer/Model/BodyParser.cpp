//===- BodyParser.cpp - Bodies from text ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See BodyParser.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/BodyParser.h"

#include "analyzer/Model/EventSyntax.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace heddle;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// Primitives
//===----------------------------------------------------------------------===//

void BodyParser::updateOperator(BinaryOp &Op) {
  Cursor Start = *C;
  // The longest first: `<<=` is not `<` followed by something.
  std::optional<BinaryOp> Best;
  size_t Length = 0;
  for (StringRef Word : EnumNames<BinaryOp>::Words) {
    Cursor Probe = *C;
    if (Word.size() > Length && Probe.eat((Word + "=").str())) {
      Best = enumOf<BinaryOp>(Word);
      Length = Word.size();
    }
  }
  if (!Best)
    return Start.fail("expected an operator like '+='");
  Op = *Best;
  C->eat((wordOf(Op) + "=").str());
}

void BodyParser::callee(FuncId &F, TermId &Target) {
  if (C->peek() == '@')
    F = Symbols.function(*C);
  else
    target(Target);
}

void BodyParser::target(TermId &Target) {
  if (C->eatWord("_"))
    return;
  if (C->peek() == '@') {
    if (FuncId F = Symbols.function(*C); valid(F))
      Target = Expressions.addressOf(F);
    return;
  }
  C->expect("*");
  Target = Expressions.operand(*C);
}

void BodyParser::args(std::vector<TermId> &Args) {
  C->expect("(");
  if (C->eat(")"))
    return;
  do
    Args.push_back(Expressions.term(*C));
  while (!C->failed() && C->eat(","));
  C->expect(")");
}

void BodyParser::clauses(std::vector<ParallelRegion::Clause> &Clauses) {
  while (auto Sharing = enumOf<DataSharing>(C->peekWord())) {
    C->word("");
    ParallelRegion::Clause &Clause = Clauses.emplace_back();
    Clause.Sharing = *Sharing;
    if (C->peek() == '%')
      Clause.Local = Expressions.local(*C);
    else
      Clause.Global = Symbols.global(*C);
  }
}

//===----------------------------------------------------------------------===//
// Lines
//===----------------------------------------------------------------------===//

void BodyParser::declareParam(Cursor &Where, const std::string &Name, Local L) {
  if (!Expressions.declareLocal(Name, std::move(L)))
    Where.fail("there are two '%" + Name + "'");
}

BlockId BodyParser::block() {
  Cursor Start = *C;
  StringRef Word = C->word("a block");
  uint32_t Number = 0;
  if (!Word.consume_front("b") || Word.getAsInteger(10, Number) ||
      Number == UINT32_MAX) {
    if (!C->failed())
      Start.fail("expected a block, like b0");
    return BlockId::None;
  }
  return static_cast<BlockId>(Number);
}

LoopId BodyParser::loopNumber() {
  return static_cast<LoopId>(C->index("the number of a loop"));
}

void BodyParser::variables() {
  C->expect("%");
  Cursor Start = *C;
  std::string Name = C->localName();
  C->expect(":");
  TypeId T = Symbols.type(*C);
  declareParam(Start, Name,
               {.Name = withoutNumber(Name).str(),
                .Type = T,
                .Kind = LocalKind::Variable});
}

void BodyParser::temporaries() {
  std::vector<uint32_t> Numbers;
  while (C->eat("%")) {
    Cursor Start = *C;
    Numbers.push_back(C->index("the number of a temporary"));
    if (Temporaries.contains(Numbers.back()))
      Start.fail("there are two of this number");
  }
  C->expect(":");
  TypeId T = Symbols.type(*C);
  for (uint32_t Number : Numbers)
    Temporaries[Number] = T;
}

/// Temporaries are numbered in the order of the table, so they enter it when
/// all are known.
void BodyParser::declareTemporaries() {
  for (const auto &[Number, Type] : Temporaries)
    Expressions.declareLocal(std::to_string(Number),
                             {.Type = Type, .Kind = LocalKind::Temporary});
  Temporaries.clear();
}

void BodyParser::loop() {
  declareTemporaries();
  Cursor Start = *C;
  if (index(loopNumber()) != B.Loops.size())
    Start.fail("loops count up from 0; expected " +
               llvm::Twine(B.Loops.size()));
  Loop &L = B.Loops.emplace_back();
  word(L.Kind);
  if (!C->eatWord("_"))
    L.Header = block();
  if (C->eatWord("in"))
    L.Parent = loopNumber();
  if (C->eatWord("counts"))
    L.Induction = Expressions.local(*C);
  opt("from", L.Lower);
  opt("to", L.Upper);
  opt("step", L.Step);
}

void BodyParser::label() {
  declareTemporaries();
  Cursor Start = *C;
  if (!BlockEnded)
    Start.fail("the block before does not end; add `goto`, `branch`, "
               "`return`, `leave` or `unreachable`");
  if (index(block()) != B.Blocks.size())
    Start.fail("blocks count up from b0; expected b" +
               llvm::Twine(B.Blocks.size()));
  C->expect(":");
  BasicBlock &Block = B.Blocks.emplace_back();
  if (C->eatWord("unwind"))
    Block.Unwind = block();
  if (C->eatWord("loop"))
    Block.Loop = loopNumber();
  BlockEnded = false;
}

/// Reads a terminator, if one stands here.
bool BodyParser::terminator() {
  auto Kind = enumOf<TerminatorKind>(C->peekWord());
  if (!Kind)
    return false;
  C->word("");
  Terminator T;
  T.Kind = *Kind;
  bool IsBlock = C->peek() == 'b';
  switch (T.Kind) {
  case TerminatorKind::Jump:
    T.Succs = {block()};
    break;
  case TerminatorKind::Branch:
    T.Cond = Expressions.term(*C);
    C->expect("then");
    T.Succs = {block()};
    C->expect("else");
    T.Succs.push_back(block());
    break;
  case TerminatorKind::Switch:
    T.Cond = Expressions.term(*C);
    while (C->eatWord("case")) {
      SwitchCase &Case = T.Cases.emplace_back();
      Case.Low = C->number();
      Case.High = C->eat("..") ? C->number() : Case.Low;
      T.Succs.push_back(block());
    }
    C->expect("default");
    T.Succs.push_back(block());
    break;
  case TerminatorKind::Indirect:
    if (!IsBlock)
      T.Cond = Expressions.term(*C);
    while (!C->failed() && !C->atEnd())
      T.Succs.push_back(block());
    break;
  case TerminatorKind::Return:
  case TerminatorKind::Resume:
  case TerminatorKind::Unreachable:
    break;
  }
  B.Blocks.back().Term = std::move(T);
  BlockEnded = true;
  return true;
}

void BodyParser::event() {
  BasicBlock &Block = B.Blocks.back();
  Cursor Start = *C;
  // `return` ends the block unless something else follows.
  bool AfterReturn = BlockEnded && !Block.Events.empty() &&
                     std::holds_alternative<Return>(Block.Events.back()) &&
                     Block.Term.Kind == TerminatorKind::Return;
  if (BlockEnded && !AfterReturn)
    return Start.fail("the block has ended; begin another one");
  Block.Term = {};
  BlockEnded = false;
  if (terminator())
    return;
  StringRef Word = C->word("an event");
  const Verb *Found =
      llvm::find_if(verbs(), [&](const Verb &V) { return V.Word == Word; });
  if (Found == verbs().end()) {
    if (!C->failed())
      Start.fail("there is no event '" + Word + "'");
    return;
  }
  Event E = Found->Prototype;
  std::visit([this](auto &X) { syntax(*this, X); }, E);
  if (std::holds_alternative<Return>(E)) {
    Block.Term.Kind = TerminatorKind::Return;
    BlockEnded = true;
  }
  Block.Events.push_back(std::move(E));
}

void BodyParser::line(Cursor Line) {
  C = &Line;
  StringRef Word = C->peekWord();
  bool IsLabel = Word.size() > 1 && Word.front() == 'b' &&
                 llvm::all_of(Word.drop_front(), llvm::isDigit);
  if (IsLabel)
    label();
  else if (!B.Blocks.empty())
    event();
  else if (C->eatWord("var"))
    variables();
  else if (C->eatWord("temp"))
    temporaries();
  else if (C->eatWord("loop"))
    loop();
  else
    C->fail("expected `var`, `temp`, `loop` or the block b0");
  C->expectEnd();
}

void BodyParser::finish(Cursor Where) {
  if (B.Blocks.empty())
    Where.fail("a function that is defined needs a block; without one, write "
               "`declare`");
  else if (!BlockEnded)
    Where.fail("the last block of this function does not end; add `return`");
}
