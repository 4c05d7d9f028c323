//===- SpecTable.cpp - Specs by name --------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/SpecTable.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace heddle {
namespace {

/// Splits `a::b::c` into `a::b` and `c`. Operators may contain `::` in the
/// type they convert to.
std::pair<StringRef, StringRef> splitName(StringRef Name) {
  size_t Operator = Name.find("::operator");
  size_t Colons = Operator != StringRef::npos ? Operator : Name.rfind("::");
  if (Colons == StringRef::npos)
    return {"", Name};
  return {Name.take_front(Colons), Name.drop_front(Colons + 2)};
}

StringRef memberKind(StringRef Class, StringRef Member) {
  if (Member.starts_with("~"))
    return "destructor";
  if (!Class.empty() && Member == splitName(Class).second)
    return "constructor";
  if (Member.starts_with("operator ") && Member != "operator new" &&
      Member != "operator delete" && Member != "operator new[]" &&
      Member != "operator delete[]")
    return "conversion";
  return Member;
}

/// `std::chrono::*` is a pattern, `std::optional::operator*` is none.
bool isGlob(StringRef Name) {
  return Name.take_front(Name.find("operator")).contains('*');
}

} // namespace

bool spec::matchesGlob(StringRef Glob, StringRef Text) {
  size_t Star = Glob.find('*');
  if (Star == StringRef::npos)
    return Glob == Text;
  if (!Text.consume_front(Glob.take_front(Star)))
    return false;
  StringRef Rest = Glob.drop_front(Star + 1);
  for (size_t Skip = 0; Skip <= Text.size(); ++Skip)
    if (matchesGlob(Rest, Text.drop_front(Skip)))
      return true;
  return false;
}

void SpecSet::Impl::merge(spec::SpecFile File) {
  for (auto &[Other, Name] : File.Aliases)
    Aliases[Other] = Name;
  for (spec::ClassSpec &Class : File.Classes) {
    spec::ClassSpec &Known = Classes[Class.Name];
    Known.Name = Class.Name;
    for (auto &[Field, Type] : Class.Fields)
      Known.Fields[Field] = Type;
    Known.RecursiveLock |= Class.RecursiveLock;
    Known.Callable |= Class.Callable;
  }
  std::vector<const spec::FunctionSpec *> Stored;
  Stored.reserve(File.Functions.size());
  for (spec::FunctionSpec &Function : File.Functions)
    Stored.push_back(&Functions.emplace_back(std::move(Function)));

  // Entries of this file go before those of earlier files, in their order.
  StringMap<spec::Entries> Added;
  std::vector<std::string> Order;
  for (const spec::SpecFile::Named &Named : File.Names) {
    std::string Key = key(Named.Name);
    spec::Entries &Entries = Added[Key];
    if (Entries.empty())
      Order.push_back(Key);
    Entries.push_back(Stored[Named.Spec]);
  }
  for (const std::string &Key : Order) {
    spec::Entries &New = Added[Key];
    spec::Entries *Old = &Exact[Key];
    if (isGlob(Key)) {
      Exact.erase(Key);
      auto Found = find_if(Globs, [&](auto &G) { return G.first == Key; });
      if (Found == Globs.end())
        Found = Globs.insert(Found, {Key, {}});
      Old = &Found->second;
    }
    Old->insert(Old->begin(), New.begin(), New.end());
  }
  sort(Globs, [](const auto &A, const auto &B) {
    return std::pair(B.first.size(), StringRef(A.first)) <
           std::pair(A.first.size(), StringRef(B.first));
  });
}

std::string SpecSet::Impl::key(StringRef QualifiedName) const {
  auto [Class, Member] = splitName(QualifiedName);
  if (Class.empty())
    return QualifiedName.str();
  StringRef Kind = memberKind(Class, Member);
  return (canonicalClass(Class) + "::" + Kind).str();
}

const spec::Entries *SpecSet::Impl::entries(StringRef QualifiedName) const {
  std::string Key = key(QualifiedName);
  if (auto Found = Exact.find(Key); Found != Exact.end())
    return &Found->second;
  for (const auto &[Glob, Entries] : Globs)
    if (spec::matchesGlob(Glob, Key))
      return &Entries;
  return nullptr;
}

const spec::Entries *SpecSet::Impl::member(StringRef ClassName,
                                           StringRef Member) const {
  auto Found = Exact.find((canonicalClass(ClassName) + "::" + Member).str());
  return Found == Exact.end() ? nullptr : &Found->second;
}

const spec::ClassSpec *SpecSet::Impl::classNamed(StringRef Name) const {
  auto Found = Classes.find(canonicalClass(Name));
  return Found == Classes.end() ? nullptr : &Found->second;
}

StringRef SpecSet::Impl::canonicalClass(StringRef Name) const {
  auto Found = Aliases.find(Name);
  return Found == Aliases.end() ? Name : StringRef(Found->second);
}

} // namespace heddle
