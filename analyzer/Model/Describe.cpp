//===- Describe.cpp - Places and terms as their author wrote them *- C++
//-*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Undoes what lowering made explicit: references and captures lose their
/// star, members of `this` their `this->`, temporaries become what was put
/// into them, and the hidden state of a library object is the object.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/EnumNames.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Model/PseudoFields.h"

using namespace heddle;
using llvm::StringRef;

namespace {

class Describer {
public:
  Describer(const Module &M, const Body &B) : M(M), B(B) {}

  std::string text(PlaceId P);
  std::string text(TermId T);

private:
  std::string member(PlaceId Base, const std::string &Name);
  std::string pointee(TermId Pointer);
  std::string temporary(LocalId L);
  std::string operand(TermId T);
  bool isThis(PlaceId P) const;
  const Field *field(PlaceId P) const;
  bool isReference(TypeId T) const {
    return valid(T) && (M[T].Kind == TypeKind::LValueReference ||
                        M[T].Kind == TypeKind::RValueReference);
  }
  /// The pointer without casts, which an author seldom wrote.
  TermId withoutCasts(TermId T) const {
    while (valid(T) && B[T].Kind == TermKind::Cast)
      T = B[T].A;
    return T;
  }

  const Module &M;
  const Body &B;
  /// Temporaries may be defined in terms of each other around a loop.
  unsigned Depth = 0;
};

/// The member that \p P names, unless it is hidden state.
const Field *Describer::field(PlaceId P) const {
  if (!valid(P) || B[P].Kind != PlaceKind::Field || isPseudo(B[P].Field))
    return nullptr;
  const Field &F = M[B[P].Field.Record].Fields[B[P].Field.Index];
  return !F.Name.empty() && isNameless(M, B[P].Field) ? nullptr : &F;
}

/// Does \p P hold `this`: the parameter, or a lambda's copy of it?
bool Describer::isThis(PlaceId P) const {
  if (B[P].Kind == PlaceKind::Local)
    return B[B[P].Local].Kind == LocalKind::This;
  const Field *F = field(P);
  return F && F->CaptureThis;
}

/// Looks for the one event that gives a temporary its value.
std::string Describer::temporary(LocalId L) {
  std::string Unknown = "temporary";
  if (Depth > 8)
    return Unknown;
  auto Defines = [&](PlaceId P) {
    return valid(P) && B[P].Kind == PlaceKind::Local && B[P].Local == L;
  };
  std::string Found;
  ++Depth;
  for (const BasicBlock &Block : B.Blocks)
    for (const Event &E : Block.Events) {
      std::string Text;
      if (const auto *A = std::get_if<Assign>(&E);
          A && Defines(A->P) && valid(A->Value))
        Text = text(A->Value);
      else if (const auto *W = std::get_if<Access>(&E);
               W && W->Kind == AccessKind::Write && Defines(W->P) &&
               valid(W->Value))
        Text = text(W->Value);
      else if (const auto *C = std::get_if<Call>(&E);
               C && Defines(C->Result) && valid(C->Callee))
        Text =
            StringRef(M[C->Callee].Name).rsplit("::").second.empty()
                ? M[C->Callee].Name + "()"
                : StringRef(M[C->Callee].Name).rsplit("::").second.str() + "()";
      if (!Text.empty() && !Found.empty() && Text != Found) {
        --Depth;
        return Unknown; // several values: a conditional expression
      }
      if (!Text.empty())
        Found = Text;
    }
  --Depth;
  return Found.empty() ? Unknown : Found;
}

/// `Base.Name`, `Base->Name` or, where Base is `*this`, `Name`.
std::string Describer::member(PlaceId Base, const std::string &Name) {
  const Place &P = B[Base];
  if (P.Kind == PlaceKind::Deref) {
    TermId Pointer = withoutCasts(P.Pointer);
    const Term &T = B[Pointer];
    if (T.Kind == TermKind::Value && isThis(T.P))
      return Name;
    if (T.Kind == TermKind::AddressOf)
      return member(T.P, Name);
    if (T.Kind == TermKind::Value && !isReference(B[T.P].Type))
      if (std::string Text = text(Pointer); !StringRef(Text).starts_with("&"))
        return (Text.front() == '*' ? "(" + Text + ")" : Text) + "->" + Name;
  }
  std::string Text = text(Base);
  if (Text.front() == '*')
    Text = "(" + Text + ")";
  return Text + "." + Name;
}

/// `*p`, but `r` for a reference and `a[i]` for `*(a + i)`.
std::string Describer::pointee(TermId Id) {
  TermId Pointer = withoutCasts(Id);
  const Term &T = B[Pointer];
  if (T.Kind == TermKind::AddressOf)
    return text(T.P);
  if (T.Kind == TermKind::Binary && T.BinOp == BinaryOp::PtrAdd)
    return operand(T.A) + "[" + text(T.B) + "]";
  if (T.Kind == TermKind::Value) {
    std::string Text = text(Pointer);
    // A temporary that holds an address was described as one.
    if (Text.front() == '&')
      return Text.substr(1);
    return isReference(B[T.P].Type) ? Text : "*" + Text;
  }
  return "*" + operand(Pointer);
}

std::string Describer::text(PlaceId Id) {
  if (!valid(Id))
    return "unknown";
  const Place &P = B[Id];
  switch (P.Kind) {
  case PlaceKind::Local: {
    const Local &L = B[P.Local];
    if (L.Kind == LocalKind::This)
      return "this";
    if (L.Kind == LocalKind::Temporary)
      return temporary(P.Local);
    return L.Name.empty() ? "temporary" : L.Name;
  }
  case PlaceKind::Global:
    return M[P.Global].Spelling;
  case PlaceKind::Function:
    return M[P.Func].Spelling;
  case PlaceKind::Field: {
    const Field *F = field(Id);
    if (!F)
      return text(P.Base); // hidden state: the object
    if (F->CaptureThis)
      return "this";
    if (F->Name.empty())
      return text(P.Base); // an anonymous struct or union
    if (M[P.Field.Record].Kind == RecordKind::Lambda)
      return F->Name; // a captured variable goes by its own name
    // The members of an anonymous member are those of what is around it.
    PlaceId Base = P.Base;
    while (const Field *Outer = field(Base)) {
      if (!Outer->Name.empty())
        break;
      Base = B[Base].Base;
    }
    return member(Base, F->Name);
  }
  case PlaceKind::Element: {
    const Place &Base = B[P.Base];
    std::string Array =
        Base.Kind == PlaceKind::Deref && !isReference(B[P.Base].Type)
            ? pointee(Base.Pointer)
            : text(P.Base);
    // `p[i]`, not `(*p)[i]`.
    if (StringRef(Array).starts_with("*") && Base.Kind == PlaceKind::Deref)
      Array = operand(withoutCasts(Base.Pointer));
    return Array + "[" + (valid(P.Index) ? text(P.Index) : "") + "]";
  }
  case PlaceKind::Deref:
    return pointee(P.Pointer);
  case PlaceKind::String:
    return "\"" + P.Text + "\"";
  }
  return "unknown";
}

std::string Describer::operand(TermId Id) {
  std::string Text = text(Id);
  bool IsBinary = valid(Id) && B[withoutCasts(Id)].Kind == TermKind::Binary;
  return IsBinary ? "(" + Text + ")" : Text;
}

std::string Describer::text(TermId Id) {
  Id = withoutCasts(Id);
  if (!valid(Id))
    return "unknown";
  const Term &T = B[Id];
  switch (T.Kind) {
  case TermKind::Int:
    if (valid(T.Type) && M[T.Type].Kind == TypeKind::Bool)
      return T.Value ? "true" : "false";
    return std::to_string(T.Value);
  case TermKind::Float: {
    std::string Text;
    llvm::raw_string_ostream(Text) << T.Real;
    return Text;
  }
  case TermKind::Null:
    return M.Lang == Language::C ? "NULL" : "nullptr";
  case TermKind::Value:
    return text(T.P);
  case TermKind::AddressOf: {
    std::string Text = text(T.P);
    // A temporary that holds an address, a string, a function: no `&`.
    if (StringRef(Text).consume_front("*"))
      return Text.substr(1);
    bool Decays =
        B[T.P].Kind == PlaceKind::Function || B[T.P].Kind == PlaceKind::String;
    return Decays ? Text : "&" + Text;
  }
  case TermKind::Unary:
    return wordOf(T.UnOp).str() + operand(T.A);
  case TermKind::Binary: {
    StringRef Op = wordOf(T.BinOp);
    Op.consume_front("ptr");
    return operand(T.A) + " " + Op.str() + " " + operand(T.B);
  }
  case TermKind::Cast:
    break; // stripped above
  case TermKind::Nondet:
    return "any value";
  case TermKind::Opaque:
    return T.Text.empty() ? "unknown" : T.Text;
  }
  return "unknown";
}

} // namespace

std::string heddle::describe(const Module &M, FuncId F, PlaceId P) {
  return Describer(M, *M[F].Definition).text(P);
}

std::string heddle::describe(const Module &M, FuncId F, TermId T) {
  return Describer(M, *M[F].Definition).text(T);
}
