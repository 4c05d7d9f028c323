//===- Verify.cpp - What every module keeps to ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Checks in three passes. First every id that the field lists know is inside
/// its table. Then, since ids may now be followed, that nothing contains
/// itself: a place in its own index, a class as its own member. Last the rules
/// of the graph: successors, conditions, unwinding, positions.
///
/// Whoever walks a verified module may recurse over places, terms, types and
/// members without counting: their depth is bounded here.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/EnumNames.h"
#include "analyzer/Model/Fields.h"
#include "analyzer/Model/Serialize.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/FormatVariadic.h"

using namespace heddle;

namespace {

/// Deeper nesting is refused, so that walking it can't exhaust the stack.
constexpr unsigned MaxDepth = 4000;

/// Collects the first violation; Where says in which entity we are.
class Complaint {
public:
  std::string Where;

  explicit operator bool() const { return Found; }
  void report(const llvm::Twine &What) {
    if (Found)
      return;
    Found = true;
    Text = (Where.empty() ? What : Where + ": " + What).str();
  }
  llvm::Error take() const {
    return Found ? llvm::createStringError(Text) : llvm::Error::success();
  }

private:
  bool Found = false;
  std::string Text;
};

/// Pass 1: ids and enumerators inside their tables.
class RangeChecker {
public:
  RangeChecker(const Module &M, Complaint &Out) : M(M), Out(Out) {}

  template <class T> void check(const T &X) {
    if constexpr (requires { fields(X, [](auto & ...) {}); })
      fields(X, [this](const auto &...F) { (this->check(F), ...); });
    shape(X);
  }
  template <class T> void check(const std::vector<T> &X) {
    for (const T &Element : X)
      check(Element);
    // A parameter's type may be unknown; any other list names what is there.
    if constexpr (StrongId<T> && !std::is_same_v<T, TypeId>)
      for (T Id : X)
        need(Id, "entry of a list");
  }
  void check(const std::optional<Body> &X) {
    if (!X)
      return;
    Inside = &*X;
    check(*X);
    Inside = nullptr;
  }
  void check(const Event &X) {
    std::visit([this](const auto &E) { this->check(E); }, X);
  }
  template <NamedEnum E> void check(const E &X) {
    if (static_cast<size_t>(X) >= std::size(EnumNames<E>::Words))
      Out.report("an enumerator out of range");
  }

  void check(const FileId &X) { inside(X, M.Files.size(), "file"); }
  void check(const TypeId &X) { inside(X, M.Types.size(), "type"); }
  void check(const RecordId &X) { inside(X, M.Records.size(), "record"); }
  void check(const GlobalId &X) { inside(X, M.Globals.size(), "global"); }
  void check(const FuncId &X) { inside(X, M.Functions.size(), "function"); }
  void check(const LocalId &X) { local(X, &Body::Locals, "local"); }
  void check(const TermId &X) { local(X, &Body::Terms, "term"); }
  void check(const PlaceId &X) { local(X, &Body::Places, "place"); }
  void check(const BlockId &X) { local(X, &Body::Blocks, "block"); }
  void check(const LoopId &X) { local(X, &Body::Loops, "loop"); }

private:
  template <class IdT> void inside(IdT Id, size_t Size, const char *Table) {
    if (valid(Id) && index(Id) >= Size)
      Out.report(llvm::formatv("{0} {1} of {2}", Table, index(Id), Size));
  }
  template <class IdT, class T>
  void local(IdT Id, std::vector<T> Body::*Table, const char *Name) {
    inside(Id, Inside ? (Inside->*Table).size() : 0, Name);
  }
  template <class IdT> void need(IdT Id, const char *What) {
    if (!valid(Id))
      Out.report(llvm::Twine("missing ") + What);
  }

  // What a single struct must have to make sense.
  template <class T> void shape(const T &) {}
  void shape(const FieldRef &X) {
    if (!isPseudo(X) && valid(X.Record) && index(X.Record) < M.Records.size() &&
        X.Index >= M[X.Record].Fields.size())
      Out.report(llvm::formatv("field {0} of '{1}', which has {2}", X.Index,
                               M[X.Record].Spelling,
                               M[X.Record].Fields.size()));
  }
  void shape(const Place &X) {
    switch (X.Kind) {
    case PlaceKind::Local:
      return need(X.Local, "local of a place");
    case PlaceKind::Global:
      return need(X.Global, "global of a place");
    case PlaceKind::Function:
      return need(X.Func, "function of a place");
    case PlaceKind::Field:
      if (!isPseudo(X.Field))
        need(X.Field.Record, "record of a field");
      return need(X.Base, "base of a field");
    case PlaceKind::Element:
      return need(X.Base, "base of an element");
    case PlaceKind::Deref:
      return need(X.Pointer, "pointer of a dereference");
    case PlaceKind::String:
      return;
    }
  }
  void shape(const Term &X) {
    switch (X.Kind) {
    case TermKind::Value:
    case TermKind::AddressOf:
      return need(X.P, "place of a term");
    case TermKind::Binary:
      need(X.B, "right operand");
      [[fallthrough]];
    case TermKind::Unary:
      return need(X.A, "operand");
    case TermKind::Cast:
      need(X.Type, "type of a cast");
      return need(X.A, "operand of a cast");
    case TermKind::Int:
    case TermKind::Float:
    case TermKind::Null:
    case TermKind::Nondet:
    case TermKind::Opaque:
      return;
    }
  }
  void shape(const Access &X) { need(X.P, "place of an access"); }
  void shape(const Assign &X) { need(X.P, "place of an assign"); }
  void shape(const Scope &X) { need(X.Local, "local of a scope"); }
  void shape(const Call &X) {
    if (valid(X.Callee) == valid(X.Target))
      Out.report("a call needs a callee or a target, and not both");
  }

  const Module &M;
  Complaint &Out;
  const Body *Inside = nullptr;
};

/// Pass 2: a graph over 0..Size has no cycle and no path longer than MaxDepth.
/// Iterative, as the graph may be as deep as the file is long.
void checkWellFounded(
    size_t Size,
    llvm::function_ref<void(size_t, llvm::SmallVectorImpl<size_t> &)> Children,
    const char *What, Complaint &Out) {
  enum : uint8_t { Unseen, Open, Done };
  std::vector<uint8_t> State(Size, Unseen);
  std::vector<unsigned> Depth(Size, 0);
  llvm::SmallVector<size_t, 32> Stack;
  llvm::SmallVector<size_t, 8> Next;
  for (size_t Root = 0; Root != Size && !Out; ++Root) {
    Stack.assign(1, Root);
    while (!Stack.empty() && !Out) {
      size_t Node = Stack.back();
      Next.clear();
      Children(Node, Next);
      if (State[Node] == Unseen) {
        State[Node] = Open;
        for (size_t Child : Next)
          if (State[Child] == Open)
            Out.report(llvm::Twine(What) + " that contains itself");
          else if (State[Child] == Unseen)
            Stack.push_back(Child);
        continue;
      }
      Stack.pop_back();
      if (State[Node] == Done)
        continue;
      State[Node] = Done;
      for (size_t Child : Next)
        Depth[Node] = std::max(Depth[Node], Depth[Child] + 1);
      if (Depth[Node] > MaxDepth)
        Out.report(
            llvm::formatv("{0} nested more than {1} deep", What, MaxDepth));
    }
  }
}

void add(auto Id, llvm::SmallVectorImpl<size_t> &Out, size_t Offset = 0) {
  if (valid(Id))
    Out.push_back(Offset + index(Id));
}

/// Types in types, and classes in classes by value: types first, then records.
void checkTypes(const Module &M, Complaint &Out) {
  size_t Types = M.Types.size();
  auto IsIndirect = [](TypeKind K) {
    return K == TypeKind::Pointer || K == TypeKind::LValueReference ||
           K == TypeKind::RValueReference || K == TypeKind::MemberPointer ||
           K == TypeKind::Function;
  };
  checkWellFounded(
      Types,
      [&](size_t Node, llvm::SmallVectorImpl<size_t> &Next) {
        add(M.Types[Node].Elem, Next);
        for (TypeId Param : M.Types[Node].Params)
          add(Param, Next);
      },
      "a type", Out);
  checkWellFounded(
      Types + M.Records.size(),
      [&](size_t Node, llvm::SmallVectorImpl<size_t> &Next) {
        if (Node < Types) {
          const Type &T = M.Types[Node];
          if (IsIndirect(T.Kind))
            return;
          add(T.Elem, Next);
          add(T.Record, Next, Types);
          return;
        }
        const Record &R = M.Records[Node - Types];
        for (const BaseClass &Base : R.Bases)
          add(Base.Record, Next, Types);
        for (const Field &F : R.Fields)
          add(F.Type, Next);
      },
      "a class", Out);
}

/// Places and terms refer to each other: places first, then terms.
void checkExpressions(const Body &B, Complaint &Out) {
  size_t Places = B.Places.size();
  checkWellFounded(
      Places + B.Terms.size(),
      [&](size_t Node, llvm::SmallVectorImpl<size_t> &Next) {
        if (Node < Places) {
          const Place &P = B.Places[Node];
          add(P.Base, Next);
          add(P.Index, Next, Places);
          add(P.Pointer, Next, Places);
          return;
        }
        const Term &T = B.Terms[Node - Places];
        add(T.P, Next);
        add(T.A, Next, Places);
        add(T.B, Next, Places);
      },
      "a place or term", Out);
  checkWellFounded(
      B.Loops.size(),
      [&](size_t Node, llvm::SmallVectorImpl<size_t> &Next) {
        add(B.Loops[Node].Parent, Next);
      },
      "a loop", Out);
}

/// Pass 3.
void checkTerminator(const Terminator &T, Complaint &Out) {
  auto Expect = [&](bool Condition, const char *Rule) {
    if (!Condition)
      Out.report(Rule);
  };
  for (BlockId Successor : T.Succs)
    Expect(valid(Successor), "a successor that is no block");
  switch (T.Kind) {
  case TerminatorKind::Jump:
    return Expect(T.Succs.size() == 1, "a goto has one successor");
  case TerminatorKind::Branch:
    Expect(valid(T.Cond), "a branch has a condition");
    return Expect(T.Succs.size() == 2, "a branch has two successors");
  case TerminatorKind::Switch:
    Expect(valid(T.Cond), "a switch has a condition");
    return Expect(T.Succs.size() == T.Cases.size() + 1,
                  "a switch has a successor per case and the default");
  case TerminatorKind::Indirect:
    return;
  case TerminatorKind::Return:
  case TerminatorKind::Resume:
  case TerminatorKind::Unreachable:
    return Expect(T.Succs.empty(), "nothing follows where a function ends");
  }
}

/// The table is empty, or parallel to the body.
void checkPositions(const Body &B, const Positions &Table, Complaint &Out) {
  auto Parallel = [&](size_t Rows, size_t Expected, const char *What) {
    if (Rows != 0 && Rows != Expected)
      Out.report(
          llvm::formatv("{0} positions for {1} {2}", Rows, Expected, What));
  };
  Parallel(Table.Events.size(), B.Blocks.size(), "blocks");
  Parallel(Table.Terminators.size(), B.Blocks.size(), "terminators");
  Parallel(Table.Locals.size(), B.Locals.size(), "locals");
  for (size_t I = 0; !Out && I != Table.Events.size(); ++I)
    if (Table.Events[I].size() != B.Blocks[I].Events.size())
      Out.report(llvm::formatv("block {0} has {1} positions for {2} events", I,
                               Table.Events[I].size(),
                               B.Blocks[I].Events.size()));
}

void checkOrigins(const Positions &Table, Complaint &Out) {
  auto Check = [&](const RelativeRange &R) {
    if (R.Origin != UINT32_MAX && R.Origin >= Table.Origins.size())
      Out.report("a macro origin out of range");
  };
  for (const auto &Row : Table.Events)
    for (const RelativeRange &R : Row)
      Check(R);
  for (const RelativeRange &R : Table.Terminators)
    Check(R);
  for (const RelativeRange &R : Table.Locals)
    Check(R);
}

void checkFunction(const Function &F, Complaint &Out) {
  if (!F.ParamNames.empty() && F.ParamNames.size() != F.Params.size())
    Out.report("names of parameters do not match their types");
  checkOrigins(F.Table, Out);
  if (!F.Definition)
    return;
  const Body &B = *F.Definition;
  if (B.Blocks.empty())
    Out.report("a body without a block");
  checkExpressions(B, Out);
  checkPositions(B, F.Table, Out);
  for (size_t I = 0; !Out && I != B.Blocks.size(); ++I) {
    Out.Where = llvm::formatv("function '{0}', b{1}", F.Spelling, I);
    checkTerminator(B.Blocks[I].Term, Out);
  }
}

} // namespace

llvm::Error heddle::verify(const Module &M) {
  Complaint Out;
  RangeChecker Ranges(M, Out);
  Ranges.check(M.Lang);
  Ranges.check(M.Files);
  Ranges.check(M.Types);
  Ranges.check(M.Records);
  Ranges.check(M.Globals);
  Ranges.check(M.InitOrder);
  Ranges.check(M.Diagnostics);
  Ranges.check(M.Gaps);
  for (const Function &F : M.Functions) {
    if (Out)
      break;
    Out.Where = "function '" + F.Spelling + "'";
    Ranges.check(F);
  }
  if (Out)
    return Out.take();
  Out.Where.clear();
  checkTypes(M, Out);
  for (const Function &F : M.Functions) {
    if (Out)
      break;
    Out.Where = "function '" + F.Spelling + "'";
    checkFunction(F, Out);
  }
  return Out.take();
}
