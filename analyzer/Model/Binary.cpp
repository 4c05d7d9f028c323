//===- Binary.cpp - Writing and reading the binary form ------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The file: magic, version, the module (see Encoder.h), and the XXH3 sum of
/// everything before it, 8 bytes, low byte first. The sum catches accidents;
/// against malice every length is checked against what is left, every
/// enumerator against its table, and verify() checks every id, before anyone
/// sees the module.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/Encoder.h"
#include "analyzer/Model/Serialize.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/xxhash.h"

#include <iterator>
#include <limits>

using namespace heddle;
using llvm::StringRef;

namespace {

constexpr StringRef Magic("\x89HEDDLE\n", 8);
/// Counts up whenever Fields.h changes.
constexpr uint32_t Version = 1;
constexpr size_t SumBytes = 8;

/// Reads what Encoder writes. The first failure sticks, and from then on
/// everything reads as zero.
class Decoder {
public:
  explicit Decoder(StringRef Bytes) : Begin(Bytes.data()), Rest(Bytes) {}

  bool failed() const { return Failure != nullptr; }
  const char *failure() const { return Failure; }
  size_t offset() const { return FailedAt; }
  bool atEnd() const { return Rest.empty(); }

  template <class T> void get(T &X) {
    fields(X, [this](auto &...F) { (this->get(F), ...); });
  }
  void get(bool &X) { X = getByte(2, "a truth value that is neither 0 nor 1"); }
  template <std::unsigned_integral T> void get(T &X) {
    uint64_t Wide = getNumber();
    if (Wide > std::numeric_limits<T>::max())
      return fail("a number too large for its field");
    X = static_cast<T>(Wide);
  }
  template <std::signed_integral T> void get(T &X) {
    uint64_t Raw = getNumber();
    auto Wide = static_cast<int64_t>((Raw >> 1) ^ (0 - (Raw & 1)));
    if (Wide > std::numeric_limits<T>::max() ||
        Wide < std::numeric_limits<T>::min())
      return fail("a number too large for its field");
    X = static_cast<T>(Wide);
  }
  void get(double &X) {
    if (Rest.size() < sizeof(uint64_t))
      return fail("the file ends too early");
    X = llvm::bit_cast<double>(llvm::support::endian::read64le(Rest.data()));
    Rest = Rest.drop_front(sizeof(uint64_t));
  }
  void get(std::string &X) {
    uint64_t Size = getCount();
    X = Rest.take_front(Size).str();
    Rest = Rest.drop_front(Size);
  }
  template <NamedEnum E> void get(E &X) {
    X = static_cast<E>(
        getByte(std::size(EnumNames<E>::Words), "an enumerator out of range"));
  }
  template <StrongId I> void get(I &X) {
    uint64_t Number = getNumber();
    if (Number > std::numeric_limits<uint32_t>::max())
      return fail("an id out of range");
    X = Number == 0 ? I::None : static_cast<I>(Number - 1);
  }
  template <class T> void get(std::vector<T> &X) {
    // Every element takes at least a byte, so a count that was made up can
    // not make us allocate more than a multiple of the file's size.
    uint64_t Count = getCount();
    for (; Count != 0 && !failed(); --Count)
      get(X.emplace_back());
  }
  void get(std::optional<Body> &X) {
    bool Present = false;
    get(Present);
    if (Present)
      get(X.emplace());
  }
  void get(Event &X) {
    unsigned Which =
        getByte(std::variant_size_v<Event>, "an event of an unknown kind");
    getAlternative(X, Which,
                   std::make_index_sequence<std::variant_size_v<Event>>());
  }

private:
  template <size_t... I>
  void getAlternative(Event &X, unsigned Which, std::index_sequence<I...>) {
    ((I == Which ? get(X.emplace<I>()) : void()), ...);
  }

  void fail(const char *Why) {
    if (Failure)
      return;
    Failure = Why;
    FailedAt = Rest.data() - Begin;
    Rest = {};
  }
  unsigned getByte(size_t Limit, const char *Complaint) {
    if (Rest.empty())
      return fail("the file ends too early"), 0;
    auto Byte = static_cast<uint8_t>(Rest.front());
    if (Byte >= Limit)
      return fail(Complaint), 0;
    Rest = Rest.drop_front();
    return Byte;
  }
  uint64_t getNumber() {
    unsigned Length = 0;
    const char *Error = nullptr;
    uint64_t Number = llvm::decodeULEB128(Rest.bytes_begin(), &Length,
                                          Rest.bytes_end(), &Error);
    if (Error)
      return fail("a number that does not end"), 0;
    Rest = Rest.drop_front(Length);
    return Number;
  }
  uint64_t getCount() {
    uint64_t Count = getNumber();
    if (Count > Rest.size())
      return fail("a length that points past the end of the file"), 0;
    return Count;
  }

  const char *Begin;
  StringRef Rest;
  const char *Failure = nullptr;
  size_t FailedAt = 0;
};

llvm::Error damaged(const llvm::Twine &Why) {
  return llvm::createStringError("not a usable model: " + Why +
                                 "; make it again with `heddle lower`");
}

} // namespace

void heddle::writeModule(const Module &M, llvm::raw_ostream &OS) {
  llvm::SmallString<0> Bytes;
  llvm::raw_svector_ostream Buffer(Bytes);
  Buffer << Magic;
  llvm::encodeULEB128(Version, Buffer);
  Encoder(Buffer).put(M);
  char Sum[SumBytes];
  llvm::support::endian::write64le(Sum, llvm::xxh3_64bits(StringRef(Bytes)));
  OS << Bytes << StringRef(Sum, SumBytes);
}

bool heddle::isBinaryModule(StringRef Bytes) {
  return Bytes.starts_with(Magic);
}

llvm::Expected<Module> heddle::readModule(StringRef Bytes) {
  if (!isBinaryModule(Bytes))
    return damaged("it does not begin like one");
  if (Bytes.size() < Magic.size() + 1 + SumBytes)
    return damaged("it ends too early");
  StringRef Content = Bytes.drop_back(SumBytes);
  Decoder In(Content.drop_front(Magic.size()));
  uint32_t Found = 0;
  In.get(Found);
  if (Found != Version)
    return damaged(llvm::formatv("it has version {0}, this heddle reads {1}",
                                 Found, Version)
                       .str());
  if (llvm::xxh3_64bits(Content) !=
      llvm::support::endian::read64le(Bytes.take_back(SumBytes).data()))
    return damaged("it was changed or cut off after it was written");
  Module M;
  In.get(M);
  if (In.failed())
    return damaged(llvm::formatv("{0} (byte {1})", In.failure(),
                                 In.offset() + Magic.size())
                       .str());
  if (!In.atEnd())
    return damaged("something follows its end");
  if (llvm::Error E = verify(M))
    return damaged(llvm::toString(std::move(E)));
  return M;
}
