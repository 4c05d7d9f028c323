//===- Names.cpp - Names that are unique within a module -----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Names.h. The grammar of type names is Clang's way of printing them.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/Names.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSwitch.h"

using namespace heddle;
using llvm::StringRef;

bool heddle::isPlainName(StringRef Name) {
  return !Name.empty() && !llvm::isDigit(Name.front()) &&
         llvm::all_of(Name, [](char C) {
           return llvm::isAlnum(C) || C == '_' || C == '$' || C == ':' ||
                  C == '~' || static_cast<unsigned char>(C) >= 0x80;
         });
}

StringRef heddle::withoutNumber(StringRef Name) {
  StringRef Base = Name.rtrim("0123456789");
  return Base.size() != Name.size() && Base.ends_with("'") ? Base.drop_back()
                                                           : Name;
}

StringRef heddle::withoutArguments(StringRef Spelling) {
  if (!Spelling.ends_with(">"))
    return Spelling;
  int Depth = 0;
  for (size_t I = Spelling.size(); I-- != 0;) {
    Depth += Spelling[I] == '>' ? 1 : Spelling[I] == '<' ? -1 : 0;
    if (Depth == 0)
      return Spelling.take_front(I);
  }
  return Spelling;
}

/// Bare where plain, but for a number at the end.
std::string heddle::quoteSymbol(StringRef Name) {
  return isPlainName(withoutNumber(Name)) ? Name.str() : "`" + Name.str() + "`";
}

static bool startsExpression(StringRef Name) {
  StringRef Word = Name.take_while([](char C) { return llvm::isAlnum(C); });
  return llvm::StringSwitch<bool>(Word)
      .Cases(
          {"value", "null", "true", "false", "nondet", "opaque", "inf", "nan"},
          true)
      .Default(false);
}

size_t heddle::typeNameLength(StringRef Text) {
  int Depth = 0;
  for (size_t I = 0; I != Text.size(); ++I) {
    StringRef Rest = Text.drop_front(I);
    if (Rest.starts_with("->"))
      ++I;
    else if (StringRef("([{<").contains(Rest.front()))
      ++Depth;
    else if (Depth == 0 &&
             (StringRef(",)]}>#`").contains(Rest.front()) ||
              Rest.starts_with(" = ") || Rest.starts_with(" as ")))
      return Text.take_front(I).rtrim().size();
    else if (StringRef(")]}>").contains(Rest.front()))
      --Depth;
  }
  return Depth == 0 ? Text.rtrim().size() : 0;
}

std::string heddle::quoteType(StringRef Name) {
  bool Bare = !Name.empty() && !startsExpression(Name) &&
              (llvm::isAlpha(Name.front()) || Name.front() == '_') &&
              Name != "_" && typeNameLength(Name) == Name.size();
  return Bare ? Name.str() : "`" + Name.str() + "`";
}

std::string heddle::pointerName(StringRef Name) {
  // Functions and arrays put the star in the middle: `void (*)(int)`.
  if (Name.ends_with(")"))
    if (size_t Open = Name.find(" ("); Open != StringRef::npos)
      return (Name.take_front(Open) + " (*)" + Name.drop_front(Open + 1)).str();
  if (Name.ends_with("]"))
    if (size_t Open = Name.find('['); Open != StringRef::npos)
      return (Name.take_front(Open) + " (*)" + Name.drop_front(Open)).str();
  return (Name + (Name.ends_with("*") ? "*" : " *")).str();
}

static std::optional<Type> builtinType(StringRef Name, const DataModel &Data) {
  Type T;
  auto Make = [&](TypeKind Kind, bool Signed, uint32_t Size) {
    T.Kind = Kind;
    T.Signed = Signed;
    T.SizeBytes = T.AlignBytes = Size;
    T.Spelling = Name.str();
    return T;
  };
  auto Int = [&](uint32_t Size, bool Signed = true) {
    return Make(TypeKind::Int, Signed, Size);
  };
  auto Float = [&](uint32_t Size) {
    return Make(TypeKind::Float, false, Size);
  };
  using Result = std::optional<Type>;
  return llvm::StringSwitch<Result>(Name)
      .Case("void", Make(TypeKind::Void, false, 0))
      .Cases({"bool", "_Bool"}, Make(TypeKind::Bool, false, 1))
      .Case("char", Int(1, Data.CharSigned))
      .Case("signed char", Int(1))
      .Cases({"unsigned char", "char8_t"}, Int(1, false))
      .Case("short", Int(2))
      .Cases({"unsigned short", "char16_t"}, Int(2, false))
      .Cases({"int", "wchar_t"}, Int(4))
      .Cases({"unsigned int", "char32_t"}, Int(4, false))
      .Case("long", Int(Data.LongBytes))
      .Case("unsigned long", Int(Data.LongBytes, false))
      .Case("long long", Int(8))
      .Case("unsigned long long", Int(8, false))
      .Case("__int128", Int(16))
      .Case("unsigned __int128", Int(16, false))
      .Case("float", Float(4))
      .Case("double", Float(8))
      .Case("long double", Float(16))
      .Default(std::nullopt);
}

static Type indirect(TypeKind Kind, TypeId Elem, const Module &M,
                     StringRef Name) {
  Type T;
  T.Kind = Kind;
  T.Elem = Elem;
  T.SizeBytes = T.AlignBytes = M.Data.PointerBytes;
  T.Spelling = Name.str();
  return T;
}

/// `void (*)(int)` without the first ` (*)`: `void (int)`; `int (*)[3]`:
/// `int[3]`.
static std::string pointeeOfInnerStar(StringRef Name) {
  auto [Before, After] = Name.split(" (*)");
  return (Before + (After.starts_with("(") ? " " : "") + After).str();
}

static std::optional<Type> pointerType(StringRef Name, const Module &M,
                                       TypeFinder &Find) {
  StringRef Inner = Name;
  std::string Rebuilt;
  TypeKind Kind = TypeKind::Pointer;
  bool Const = false;
  if (Name.contains(" (*)") && !Name.ends_with("*")) {
    Rebuilt = pointeeOfInnerStar(Name);
    Inner = Rebuilt;
  } else {
    Const = Inner.consume_back("const") && Inner.ends_with("*");
    if (Inner.consume_back("&&"))
      Kind = TypeKind::RValueReference;
    else if (Inner.consume_back("&"))
      Kind = TypeKind::LValueReference;
    else if (!Inner.consume_back("*"))
      return std::nullopt;
    Inner = Inner.rtrim();
  }
  TypeId Elem = Find.find(Inner);
  if (!valid(Elem))
    return std::nullopt;
  Type T = indirect(Kind, Elem, M, Name);
  T.Const = Const;
  return T;
}

/// `int[2][3]` is two of `int[3]`.
static std::optional<Type> arrayType(StringRef Name, const Module &M,
                                     TypeFinder &Find) {
  size_t Open = Name.find('['), Close = Name.find(']');
  if (!Name.ends_with("]") || Open == StringRef::npos)
    return std::nullopt;
  Type T;
  T.Kind = TypeKind::Array;
  StringRef Count = Name.slice(Open + 1, Close);
  if (!Count.empty() && Count.getAsInteger(10, T.Count))
    return std::nullopt;
  T.Elem =
      Find.find((Name.take_front(Open) + Name.drop_front(Close + 1)).str());
  if (!valid(T.Elem))
    return std::nullopt;
  T.SizeBytes = static_cast<uint32_t>(M[T.Elem].SizeBytes * T.Count);
  T.AlignBytes = M[T.Elem].AlignBytes;
  T.Spelling = Name.str();
  return T;
}

/// `int (char, ...)`.
static std::optional<Type> functionType(StringRef Name, TypeFinder &Find) {
  size_t Open = Name.find(" (");
  if (!Name.ends_with(")") || Open == StringRef::npos)
    return std::nullopt;
  Type T;
  T.Kind = TypeKind::Function;
  T.Spelling = Name.str();
  T.Elem = Find.find(Name.take_front(Open));
  if (!valid(T.Elem))
    return std::nullopt;
  StringRef Params = Name.drop_front(Open + 2).drop_back().trim();
  while (!Params.empty()) {
    if (Params == "...") {
      T.Variadic = true;
      break;
    }
    size_t Length = typeNameLength(Params);
    TypeId Param = Find.find(Params.take_front(Length));
    if (Length == 0 || !valid(Param))
      return std::nullopt;
    T.Params.push_back(Param);
    Params = Params.drop_front(Length).ltrim(", ");
  }
  return T;
}

std::optional<Type> heddle::impliedType(StringRef Name, const Module &M,
                                        TypeFinder &Find) {
  if (auto T = builtinType(Name, M.Data))
    return T;
  if (RecordId R = Find.findRecord(Name); valid(R)) {
    Type T;
    T.Kind = TypeKind::Record;
    T.Record = R;
    T.SizeBytes = M[R].SizeBytes;
    T.AlignBytes = M[R].AlignBytes;
    T.Spelling = Name.str();
    return T;
  }
  if (auto T = pointerType(Name, M, Find))
    return T;
  if (auto T = arrayType(Name, M, Find))
    return T;
  if (auto T = functionType(Name, Find))
    return T;
  StringRef Unqualified = Name;
  bool Const = Unqualified.consume_front("const ");
  bool Volatile = Unqualified.consume_front("volatile ");
  TypeId Id = Const || Volatile ? Find.find(Unqualified) : TypeId::None;
  if (!valid(Id))
    return std::nullopt;
  Type T = M[Id];
  T.Const |= Const;
  T.Volatile |= Volatile;
  T.Spelling = Name.str();
  return T;
}

/// How often each of \p Bases is shown.
static llvm::StringMap<unsigned> countShown(llvm::ArrayRef<std::string> Bases,
                                            const std::vector<bool> &IsShown) {
  llvm::StringMap<unsigned> Count;
  for (auto [Base, Show] : llvm::zip_equal(Bases, IsShown))
    if (Show)
      ++Count[Base];
  return Count;
}

/// Numbers the second and later ones of equal \p Bases. Hidden ones keep no
/// name.
static std::vector<std::string> numbered(std::vector<std::string> Bases,
                                         const std::vector<bool> &IsShown) {
  llvm::StringMap<unsigned> Seen;
  for (auto [Base, Show] : llvm::zip_equal(Bases, IsShown))
    if (unsigned Number = Show ? ++Seen[Base] : 0;
        Number > 1 || (Show && Base.empty()))
      Base += "'" + std::to_string(Number);
  return Bases;
}

namespace {

/// Finds types by their printed names.
class PrintedTypes : public TypeFinder {
public:
  PrintedTypes(const std::vector<std::string> &Types, const Shown &S,
               const std::vector<std::string> &Records) {
    for (auto [I, Name] : llvm::enumerate(Types))
      if (S.Types[I])
        ByName.try_emplace(Name, static_cast<TypeId>(I));
    for (auto [I, Name] : llvm::enumerate(Records))
      if (S.Records[I])
        RecordByName.try_emplace(Name, static_cast<RecordId>(I));
  }
  TypeId find(StringRef Name) override {
    auto It = ByName.find(Name);
    return It == ByName.end() ? TypeId::None : It->second;
  }
  RecordId findRecord(StringRef Name) override {
    auto It = RecordByName.find(Name);
    return It == RecordByName.end() ? RecordId::None : It->second;
  }

private:
  llvm::StringMap<TypeId> ByName;
  llvm::StringMap<RecordId> RecordByName;
};

} // namespace

Names::Names(const Module &M, const Shown &S) : Used(M.Types.size()) {
  std::vector<std::string> Bases;
  Bases.reserve(M.Records.size());
  for (const Record &R : M.Records)
    Bases.push_back(R.Spelling);
  Records = numbered(std::move(Bases), S.Records);

  Bases.clear();
  for (const Type &T : M.Types)
    Bases.push_back(T.Spelling);
  llvm::StringMap<unsigned> SpellingCount = countShown(Bases, S.Types);
  Types = numbered(std::move(Bases), S.Types);

  // Globals and functions share the sigil `@`.
  llvm::StringMap<unsigned> Count;
  std::vector<bool> SymbolShown = S.Globals;
  llvm::append_range(SymbolShown, S.Functions);
  for (auto [I, G] : llvm::enumerate(M.Globals))
    Count[G.Name] += S.Globals[I];
  for (auto [I, F] : llvm::enumerate(M.Functions))
    Count[F.Name] += S.Functions[I];
  Bases.clear();
  for (const Global &G : M.Globals)
    Bases.push_back(Count[G.Name] == 1 ? G.Name : G.Spelling);
  for (const Function &F : M.Functions)
    Bases.push_back(Count[F.Name] == 1 ? F.Name : F.Spelling);
  Functions = numbered(std::move(Bases), SymbolShown);
  auto First = std::next(Functions.begin(), std::ssize(M.Globals));
  Globals.assign(std::make_move_iterator(Functions.begin()),
                 std::make_move_iterator(First));
  Functions.erase(Functions.begin(), First);

  // Types of one name are all declared, so that their order is kept.
  PrintedTypes Find(Types, S, Records);
  for (const Type &T : M.Types) {
    auto Expected = SpellingCount[T.Spelling] == 1
                        ? impliedType(T.Spelling, M, Find)
                        : std::nullopt;
    Implied.push_back(Expected && *Expected == T);
  }
}

const std::string &Names::type(TypeId Id) const {
  static const std::string Unknown = "?";
  if (!valid(Id))
    return Unknown;
  Used[index(Id)] = true;
  return Types[index(Id)];
}

std::vector<std::string> heddle::localNames(const Body &B) {
  std::vector<std::string> Bases;
  unsigned Temporaries = 0;
  Bases.reserve(B.Locals.size());
  for (const Local &L : B.Locals)
    Bases.push_back(L.Kind == LocalKind::Temporary
                        ? std::to_string(Temporaries++)
                    : L.Kind == LocalKind::This && L.Name.empty() ? "this"
                                                                  : L.Name);
  std::vector<std::string> Names =
      numbered(std::move(Bases), std::vector<bool>(B.Locals.size(), true));
  // The names of a structured binding: `[first, second]`.
  for (std::string &Name : Names)
    if (StringRef(Name).starts_with("["))
      Name.insert(0, "`").append("`");
  return Names;
}
