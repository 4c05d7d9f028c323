//===- Evaluate.cpp - Places and terms of a running model -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Input is kept as a symbol with an interval. A comparison with a number cuts
/// the interval in two, one for each way; whatever is harder tries all values
/// if they are few. Both are exact. Only where neither works is a value made
/// up.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/TypeRules.h"
#include "analyzer/Search/Machine.h"

using namespace heddle;
using namespace heddle::machine;

namespace {
constexpr uint64_t GlobalSpace = uint64_t(1) << 60;
constexpr uint64_t ThreadLocalSpace = uint64_t(2) << 60;
constexpr uint64_t LocalSpace = uint64_t(3) << 60;
constexpr uint64_t StringSpace = uint64_t(5) << 60;
} // namespace

int64_t Machine::bitsOf(TypeId Type) const {
  return valid(Type) ? int64_t(P.M[Type].SizeBytes) * 8 : 0;
}

/// Without _Atomic and enum around a number.
TypeId Machine::plain(TypeId Type) const {
  while (valid(Type) &&
         (P.M[Type].Kind == TypeKind::Atomic ||
          P.M[Type].Kind == TypeKind::Enum) &&
         valid(P.M[Type].Elem))
    Type = P.M[Type].Elem;
  return Type;
}

Datum Machine::guess() {
  S->Exact = false;
  return Datum::any();
}

/// The program goes on, but it can't be told how.
std::nullopt_t Machine::lost(std::string What) {
  if (!Peeking && !Failed)
    K.Gaps.insert(std::move(What));
  Failed = true;
  return std::nullopt;
}

/// A member's address; bit-fields share their location with their neighbours.
std::optional<Address> Machine::fieldAddress(const Place &Pl) {
  std::optional<Address> Base = address(Pl.Base);
  if (!Base || isPseudo(Pl.Field) || !valid(Pl.Field.Record))
    return lost("a member that is not known");
  const std::vector<Field> &Fields = P.M[Pl.Field.Record].Fields;
  const Field &F = Fields[Pl.Field.Index];
  Address Out = *Base;
  Out.Bit += static_cast<int64_t>(F.OffsetBits);
  Out.Bits = F.BitWidth ? F.BitWidth : bitsOf(F.Type);
  Out.LocationBit = Out.Bit;
  Out.LocationBits = Out.Bits;
  if (!F.BitWidth)
    return Out;
  uint32_t From = Pl.Field.Index, To = From;
  while (From > 0 && Fields[From - 1].BitWidth)
    --From;
  while (To + 1 < Fields.size() && Fields[To + 1].BitWidth)
    ++To;
  Out.LocationBit = Base->Bit + static_cast<int64_t>(Fields[From].OffsetBits);
  Out.LocationBits = static_cast<int64_t>(
      Fields[To].OffsetBits + Fields[To].BitWidth - Fields[From].OffsetBits);
  return Out;
}

std::optional<Address> Machine::elementAddress(const Place &Pl) {
  std::optional<Address> Base = address(Pl.Base);
  if (!Base || !valid(Pl.Index))
    return lost("an element that is not known");
  Datum Index = eval(Pl.Index);
  const int64_t Bits = bitsOf(Pl.Type);
  // An input as index: outside of the array the program has no meaning.
  const TypeId Whole = body()[Pl.Base].Type;
  if (Index.Kind == DatumKind::Symbol && valid(Whole) &&
      P.M[Whole].Kind == TypeKind::Array && P.M[Whole].Count && !Peeking) {
    Interval &I = S->Inputs[Index.Symbol];
    S->Exact &= !I.MadeUp;
    I.Low = std::max(I.Low, -Index.Number);
    I.High = std::min(I.High, static_cast<int64_t>(P.M[Whole].Count) - 1 -
                                  Index.Number);
    if (I.Low > I.High)
      Failed = true;
  }
  if (Failed || !concrete(Index) || !Bits)
    return lost("an index that is not known");
  Address Out = *Base;
  Out.Bit += Index.Number * Bits;
  Out.Bits = Out.LocationBits = Bits;
  Out.LocationBit = Out.Bit;
  return Out;
}

/// In the present call.
Address Machine::localAddress(LocalId Id) {
  Address Out;
  Out.Object = static_cast<ObjectName>(LocalSpace | uint64_t(T) << 40 |
                                       uint64_t(thread().Stack.size()) << 20 |
                                       index(Id));
  Out.Bits = Out.LocationBits = bitsOf(body()[Id].Type);
  return Out;
}

std::optional<Address> Machine::address(PlaceId Id) {
  const Place &Pl = body()[Id];
  Address Out;
  switch (Pl.Kind) {
  case PlaceKind::Local:
    Out = localAddress(Pl.Local);
    break;
  case PlaceKind::Global: {
    const Global &G = P.M[Pl.Global];
    Out.Object = static_cast<ObjectName>(
        G.ThreadLocal ? ThreadLocalSpace | uint64_t(T) << 32 | index(Pl.Global)
                      : GlobalSpace | index(Pl.Global));
    Out.Bits = bitsOf(G.Type);
    if (!G.Defined && G.System)
      return lost("a variable of a library");
    break;
  }
  case PlaceKind::Field:
    return fieldAddress(Pl);
  case PlaceKind::Element:
    return elementAddress(Pl);
  case PlaceKind::Deref: {
    Datum To = eval(Pl.Pointer);
    if (To.isInt())
      Failed = true; // null, or an address made of thin air: no meaning
    if (Failed || To.Kind != DatumKind::Pointer)
      return lost("a pointer whose value is not known");
    Out.Object = To.Object;
    Out.Bit = To.Number * 8;
    Out.Bits = bitsOf(Pl.Type);
    break;
  }
  case PlaceKind::String: {
    auto [It, IsNew] = Strings.try_emplace(
        Pl.Text, static_cast<ObjectName>(StringSpace | Strings.size()));
    Out.Object = It->second;
    Out.Bits = int64_t(Pl.Text.size() + 1) * 8;
    if (!S->Mem.find(It->second) && !Peeking) {
      Object &O = S->Mem.edit(It->second);
      O.Zero = true;
      for (size_t I = 0; I < Pl.Text.size(); ++I)
        O.store(int64_t(I) * 8, 8, Datum::integer(Pl.Text[I]));
    }
    break;
  }
  case PlaceKind::Function:
    return lost("a function as data");
  }
  Out.LocationBit = Out.Bit;
  Out.LocationBits = Out.Bits;
  return Out;
}

Datum Machine::load(const Address &A, TypeId Type) {
  const Object *O = S->Mem.find(A.Object);
  if (!O || O->Freed) {
    // Indeterminate, or gone.
    return Datum::any();
  }
  const heddle::Type *Ty = valid(Type) ? &P.M[plain(Type)] : nullptr;
  const std::optional<CurrentValue> &Mine = thread().Current;
  if (Mine && Mine->Object == A.Object && Mine->Bit == A.Bit)
    return Mine->Value;
  Datum D = O->load(A.Bit, A.Bits, Ty && Ty->Signed);
  const bool IsReal = Ty && Ty->Kind == TypeKind::Float;
  if (D.isInt() && IsReal)
    return D.Number ? Datum::any() : Datum::real(0);
  if (D.Kind == DatumKind::Real && !IsReal)
    return Datum::any();
  return D;
}

/// A number as a variable of that type holds it.
Datum Machine::fitted(int64_t N, TypeId Type) const {
  if (!valid(Type))
    return Datum::integer(N);
  const heddle::Type *Ty = &P.M[plain(Type)];
  if (Ty->Kind == TypeKind::Bool)
    return Datum::integer(N != 0);
  if (Ty->Kind != TypeKind::Int || Ty->SizeBytes == 0 || Ty->SizeBytes >= 8)
    return Datum::integer(N);
  const int64_t Bits = int64_t(Ty->SizeBytes) * 8;
  uint64_t U = static_cast<uint64_t>(N) & ((uint64_t(1) << Bits) - 1);
  if (Ty->Signed && (U >> (Bits - 1)) & 1)
    U |= ~((uint64_t(1) << Bits) - 1);
  return Datum::integer(static_cast<int64_t>(U));
}

/// The values of an integer type that fit 64 bits with sign.
static std::optional<Interval> range(const Module &M, TypeId Type) {
  if (!valid(Type))
    return std::nullopt;
  const heddle::Type *Ty = &M[Type];
  if (Ty->Kind == TypeKind::Bool)
    return Interval{0, 1};
  if (Ty->Kind != TypeKind::Int || !Ty->SizeBytes || Ty->SizeBytes > 8)
    return std::nullopt;
  const int64_t Bits = int64_t(Ty->SizeBytes) * 8;
  if (Bits == 64)
    return Ty->Signed ? std::optional(Interval{}) : std::nullopt;
  if (Ty->Signed)
    return Interval{-(int64_t(1) << (Bits - 1)),
                    (int64_t(1) << (Bits - 1)) - 1};
  return Interval{0, (int64_t(1) << Bits) - 1};
}

Datum Machine::input(TypeId Type) {
  if (std::optional<Interval> I = range(P.M, plain(Type))) {
    S->Inputs.push_back(*I);
    return Datum::symbol(static_cast<uint32_t>(S->Inputs.size() - 1), 0);
  }
  return Datum::any();
}

/// Makes a number of \p D by trying all, if they are few.
bool Machine::concrete(Datum &D, int64_t MaxWays) {
  if (D.isInt())
    return true;
  if (D.Kind != DatumKind::Symbol)
    return false;
  Interval &I = S->Inputs[D.Symbol];
  if (I.Low == I.High) {
    D = Datum::integer(I.Low + D.Number);
    return true;
  }
  if (Peeking || I.High - static_cast<__int128>(I.Low) >= MaxWays)
    return false;
  const bool MadeUp = I.MadeUp;
  const int64_t N = I.Low + choose(static_cast<unsigned>(I.High - I.Low + 1));
  S->Exact &= !MadeUp;
  I.Low = I.High = N;
  D = Datum::integer(N + D.Number);
  return true;
}

bool Machine::truth(const Datum &D) {
  switch (D.Kind) {
  case DatumKind::Int:
    return D.Number != 0;
  case DatumKind::Real:
    return D.Float != 0;
  case DatumKind::Pointer:
  case DatumKind::Function:
    return true;
  case DatumKind::Symbol: {
    Datum Answer = compareInput(BinaryOp::Ne, D, 0);
    return Answer.Number != 0;
  }
  case DatumKind::Any:
    break;
  }
  S->Exact = false;
  return choose(2) != 0;
}

/// Is an input, plus a number, Op \p With? Cuts its interval accordingly.
Datum Machine::compareInput(BinaryOp Op, const Datum &Input, int64_t With) {
  Interval &I = S->Inputs[Input.Symbol];
  int64_t At; // compare the input itself with this
  if (__builtin_sub_overflow(With, Input.Number, &At))
    return guess();
  auto Cut = [&](bool Below, int64_t Limit) {
    // Below: the input is less than Limit; else at least Limit.
    if (Below)
      I.High = std::min(I.High, Limit - 1);
    else
      I.Low = std::max(I.Low, Limit);
  };
  if (Op == BinaryOp::Eq || Op == BinaryOp::Ne) {
    const bool Equal = Op == BinaryOp::Eq;
    if (At < I.Low || At > I.High)
      return Datum::integer(!Equal);
    if (I.Low == I.High)
      return Datum::integer(Equal);
    const bool HasBelow = I.Low < At, HasAbove = At < I.High;
    unsigned Way = choose(1 + HasBelow + HasAbove);
    S->Exact &= !I.MadeUp;
    if (Way == 0) {
      I.Low = I.High = At;
      return Datum::integer(Equal);
    }
    Cut(HasBelow && Way == 1, HasBelow && Way == 1 ? At : At + 1);
    return Datum::integer(!Equal);
  }
  const bool UpTo = Op == BinaryOp::Le || Op == BinaryOp::Gt;
  if (UpTo && __builtin_add_overflow(At, 1, &At))
    return guess();
  const bool LessMeansTrue = Op == BinaryOp::Lt || Op == BinaryOp::Le;
  bool Less;
  if (I.High < At)
    Less = true;
  else if (I.Low >= At)
    Less = false;
  else {
    Less = choose(2) == 0;
    S->Exact &= !I.MadeUp;
    Cut(Less, At);
  }
  return Datum::integer(Less == LessMeansTrue);
}

static BinaryOp mirrored(BinaryOp Op) {
  switch (Op) {
  case BinaryOp::Lt:
    return BinaryOp::Gt;
  case BinaryOp::Le:
    return BinaryOp::Ge;
  case BinaryOp::Gt:
    return BinaryOp::Lt;
  case BinaryOp::Ge:
    return BinaryOp::Le;
  default:
    return Op;
  }
}

template <class X> static bool holds(BinaryOp Op, X A, X B) {
  switch (Op) {
  case BinaryOp::Eq:
    return A == B;
  case BinaryOp::Ne:
    return A != B;
  case BinaryOp::Lt:
    return A < B;
  case BinaryOp::Le:
    return A <= B;
  case BinaryOp::Gt:
    return A > B;
  default:
    return A >= B;
  }
}

Datum Machine::compare(BinaryOp Op, Datum A, Datum B) {
  if (A.Kind == DatumKind::Any || B.Kind == DatumKind::Any)
    return guess();
  if (A.Kind == DatumKind::Symbol && B.Kind == DatumKind::Symbol) {
    if (A.Symbol == B.Symbol)
      return Datum::integer(holds(Op, A.Number, B.Number));
    if (!concrete(A) && !concrete(B))
      return guess();
  }
  if (A.Kind == DatumKind::Symbol)
    return B.isInt() ? compareInput(Op, A, B.Number) : guess();
  if (B.Kind == DatumKind::Symbol)
    return A.isInt() ? compareInput(mirrored(Op), B, A.Number) : guess();
  if (A.Kind == DatumKind::Real || B.Kind == DatumKind::Real) {
    auto Real = [](const Datum &D) {
      return D.isInt() ? static_cast<double>(D.Number) : D.Float;
    };
    return Datum::integer(holds(Op, Real(A), Real(B)));
  }
  if (A.isInt() && B.isInt())
    return Datum::integer(holds(Op, A.Number, B.Number));
  if (A.Kind == B.Kind && A.Object == B.Object)
    return Datum::integer(holds(Op, A.Number, B.Number));
  if (Op == BinaryOp::Eq || Op == BinaryOp::Ne)
    return Datum::integer(Op == BinaryOp::Ne);
  return guess(); // the order of objects in memory
}

/// An input moved by a number. Beyond the type, C has no meaning (with sign) or
/// begins again (without), which is not followed.
Datum Machine::plus(const Datum &Input, int64_t By, TypeId Type) {
  Interval &I = S->Inputs[Input.Symbol];
  std::optional<Interval> R = range(P.M, plain(Type));
  int64_t Sum;
  if (!R || __builtin_add_overflow(Input.Number, By, &Sum))
    return guess();
  auto Fits = [&](int64_t N) {
    const __int128 X = static_cast<__int128>(N) + Sum;
    return X >= R->Low && X <= R->High;
  };
  if (Fits(I.Low) && Fits(I.High))
    return Datum::symbol(Input.Symbol, Sum);
  if (!P.M[plain(Type)].Signed)
    return guess();
  if (Sum > 0 && Fits(I.Low))
    I.High = R->High - Sum;
  else if (Sum < 0 && Fits(I.High))
    I.Low = R->Low - Sum;
  else
    return guess();
  return Datum::symbol(Input.Symbol, Sum);
}

static std::optional<int64_t> compute(BinaryOp Op, int64_t A, int64_t B,
                                      bool Signed) {
  const auto X = static_cast<uint64_t>(A), Y = static_cast<uint64_t>(B);
  switch (Op) {
  case BinaryOp::Add:
    return static_cast<int64_t>(X + Y);
  case BinaryOp::Sub:
    return static_cast<int64_t>(X - Y);
  case BinaryOp::Mul:
    return static_cast<int64_t>(X * Y);
  case BinaryOp::Div:
  case BinaryOp::Rem:
    if (B == 0 || (A == INT64_MIN && B == -1))
      return std::nullopt;
    if (Signed)
      return Op == BinaryOp::Div ? A / B : A % B;
    return static_cast<int64_t>(Op == BinaryOp::Div ? X / Y : X % Y);
  case BinaryOp::Shl:
    return B < 0 || B > 63 ? std::nullopt
                           : std::optional(static_cast<int64_t>(X << B));
  case BinaryOp::Shr:
    if (B < 0 || B > 63)
      return std::nullopt;
    return Signed ? A >> B : static_cast<int64_t>(X >> B);
  case BinaryOp::And:
    return A & B;
  case BinaryOp::Or:
    return A | B;
  case BinaryOp::Xor:
    return A ^ B;
  default:
    return std::nullopt;
  }
}

Datum Machine::arithmetic(BinaryOp Op, Datum A, Datum B, TypeId Type) {
  if (A.Kind == DatumKind::Any || B.Kind == DatumKind::Any)
    return Datum::any();
  const bool Sum = Op == BinaryOp::Add || Op == BinaryOp::Sub;
  // Addresses as numbers.
  if (A.Kind == DatumKind::Pointer && B.isInt() && Sum)
    return Datum::pointer(A.Object, Op == BinaryOp::Add ? A.Number + B.Number
                                                        : A.Number - B.Number);
  if (A.Kind == DatumKind::Pointer && B.Kind == DatumKind::Pointer &&
      A.Object == B.Object && Op == BinaryOp::Sub)
    return Datum::integer(A.Number - B.Number);
  if (A.Kind == DatumKind::Real || B.Kind == DatumKind::Real) {
    auto Real = [](const Datum &D) {
      return D.isInt() ? static_cast<double>(D.Number) : D.Float;
    };
    switch (Op) {
    case BinaryOp::Add:
      return Datum::real(Real(A) + Real(B));
    case BinaryOp::Sub:
      return Datum::real(Real(A) - Real(B));
    case BinaryOp::Mul:
      return Datum::real(Real(A) * Real(B));
    default:
      return Datum::any();
    }
  }
  if (Sum && A.Kind == DatumKind::Symbol && B.isInt() && !Peeking)
    return plus(A, Op == BinaryOp::Add ? B.Number : -B.Number, Type);
  if (Op == BinaryOp::Add && B.Kind == DatumKind::Symbol && A.isInt() &&
      !Peeking)
    return plus(B, A.Number, Type);
  if (!concrete(A) || !concrete(B))
    return Datum::any();
  const bool Signed = !valid(Type) || P.M[plain(Type)].Signed;
  if (std::optional<int64_t> N = compute(Op, A.Number, B.Number, Signed))
    return fitted(*N, Type);
  return Datum::any();
}

Datum Machine::binary(const Term &X) {
  Datum A = eval(X.A), B = eval(X.B);
  if (isComparison(X.BinOp)) {
    // Numbers without sign that look negative here.
    const bool Order = X.BinOp != BinaryOp::Eq && X.BinOp != BinaryOp::Ne;
    const TypeId Side = body()[X.A].Type;
    if (Order && A.isInt() && B.isInt() && valid(Side) &&
        P.M[Side].Kind == TypeKind::Int && !P.M[Side].Signed)
      return Datum::integer(holds(X.BinOp, static_cast<uint64_t>(A.Number),
                                  static_cast<uint64_t>(B.Number)));
    return compare(X.BinOp, A, B);
  }
  if (X.BinOp == BinaryOp::PtrAdd || X.BinOp == BinaryOp::PtrDiff) {
    const TypeId Pointer = body()[X.A].Type;
    int64_t Size = 0;
    if (valid(Pointer) && valid(P.M[Pointer].Elem))
      Size = P.M[P.M[Pointer].Elem].SizeBytes;
    Size = std::max<int64_t>(Size, 1); // void *
    if (X.BinOp == BinaryOp::PtrAdd) {
      if (A.Kind != DatumKind::Pointer || !concrete(B))
        return Datum::any();
      return Datum::pointer(A.Object, A.Number + B.Number * Size);
    }
    if (A.Kind == DatumKind::Pointer && B.Kind == DatumKind::Pointer &&
        A.Object == B.Object)
      return Datum::integer((A.Number - B.Number) / Size);
    return Datum::any();
  }
  return arithmetic(X.BinOp, A, B, X.Type);
}

Datum Machine::cast(const Term &X) {
  Datum A = eval(X.A);
  if (X.Cast != CastKind::Numeric || !valid(X.Type))
    return X.Cast == CastKind::Bits ? Datum::any() : A;
  const heddle::Type &To = P.M[X.Type];
  if (To.Kind == TypeKind::Bool) {
    if (A.Kind == DatumKind::Any)
      return A;
    return Datum::integer(truth(A));
  }
  if (To.Kind == TypeKind::Float)
    return A.isInt() ? Datum::real(static_cast<double>(A.Number))
           : A.Kind == DatumKind::Real ? A
                                       : Datum::any();
  if (A.Kind == DatumKind::Real)
    return fitted(static_cast<int64_t>(A.Float), X.Type);
  if (A.isInt())
    return fitted(A.Number, X.Type);
  if (A.Kind == DatumKind::Symbol) {
    std::optional<Interval> R = range(P.M, plain(X.Type));
    const Interval &I = S->Inputs[A.Symbol];
    const __int128 Low = static_cast<__int128>(I.Low) + A.Number,
                   High = static_cast<__int128>(I.High) + A.Number;
    if (!R && To.Kind == TypeKind::Int && To.SizeBytes == 8 && Low >= 0)
      return A; // unsigned long
    if (R && Low >= R->Low && High <= R->High)
      return A;
    return concrete(A) ? fitted(A.Number, X.Type) : Datum::any();
  }
  return A;
}

Datum Machine::eval(TermId Id) {
  if (Failed || !valid(Id))
    return Datum::any();
  const Term &X = body()[Id];
  switch (X.Kind) {
  case TermKind::Int:
    return fitted(X.Value, X.Type);
  case TermKind::Float:
    return Datum::real(X.Real);
  case TermKind::Null:
    return Datum::integer(0);
  case TermKind::Value: {
    const Place &Pl = body()[X.P];
    if (Pl.Kind == PlaceKind::Function)
      return Datum::function(Pl.Func);
    std::optional<Address> A = address(X.P);
    return A ? load(*A, valid(X.Type) ? X.Type : Pl.Type) : Datum::any();
  }
  case TermKind::AddressOf: {
    if (body()[X.P].Kind == PlaceKind::Function)
      return Datum::function(body()[X.P].Func);
    // `&*p` is p, also where that is null.
    if (body()[X.P].Kind == PlaceKind::Deref)
      return eval(body()[X.P].Pointer);
    std::optional<Address> A = address(X.P);
    return A ? Datum::pointer(A->Object, A->Bit / 8) : Datum::any();
  }
  case TermKind::Unary: {
    Datum A = eval(X.A);
    if (X.UnOp == UnaryOp::LogicalNot)
      return A.Kind == DatumKind::Any ? A : Datum::integer(!truth(A));
    if (A.Kind == DatumKind::Real && X.UnOp == UnaryOp::Neg)
      return Datum::real(-A.Float);
    if (!concrete(A))
      return Datum::any();
    return fitted(X.UnOp == UnaryOp::Neg
                      ? static_cast<int64_t>(-static_cast<uint64_t>(A.Number))
                      : ~A.Number,
                  X.Type);
  }
  case TermKind::Binary:
    return binary(X);
  case TermKind::Cast:
    return cast(X);
  case TermKind::Nondet: {
    if (Peeking)
      return Datum::any();
    Datum D = input(X.Type);
    if (D.Kind == DatumKind::Symbol)
      S->Inputs[D.Symbol].MadeUp = X.Value == 0;
    return D;
  }
  case TermKind::Opaque:
    return Datum::any();
  }
  return Datum::any();
}
