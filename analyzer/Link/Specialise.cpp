//===- Specialise.cpp - Copies of functions that start threads ------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// In
///
///     static void *entry(void *P) { ((Job *)P)->Run(((Job *)P)->Arg); … }
///     void start(void (*Run)(void *), void *Arg) {
///       Job *J = malloc(sizeof *J); …; pthread_create(&T, 0, entry, J); }
///     int main() { start(reader, 0); start(writer, 0); }
///
/// `start` is a *starter*: it starts a thread, and which code that runs is a
/// matter of what it is given. `entry` is an *entry that calls what it is
/// given*. main's two calls go to two copies of start, whose spawns run two
/// copies of entry; then J is two objects, each with one function in it.
///
/// A class that wraps a thread is the same thing with `this` for J. Its
/// constructor is copied as well, since that is where the object is told what
/// to run.
///
/// What is given may come through several functions, MaxLevels of them. Misses:
/// starters called through pointers or virtually, and those longer than
/// MaxEvents; they stay what they are, one function for all.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Link/Specialise.h"

#include "analyzer/Model/Walk.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

constexpr size_t MaxEvents = 300;  ///< of a function worth copying
constexpr size_t MaxCopiesOf = 64; ///< of one function
constexpr size_t MaxCopies = 2000; ///< in all
constexpr unsigned MaxLevels = 3;  ///< of functions that hand on

class Specialiser {
public:
  explicit Specialiser(Program &P)
      : P(P), M(P.M), Size(M.Functions.size()), Facts(Size) {}

  void run();

private:
  /// Why a function's calls are looked at.
  enum class Role : uint8_t { Other, Starter, Entry };
  struct FunctionFacts {
    bool Small = false;
    bool Starts = false;     ///< a thread that runs what it is given
    bool CallsGiven = false; ///< calls what it is given
    bool Wraps = false;      ///< constructor of a class that starts threads
    unsigned Uses = 0;       ///< direct calls and spawns
    unsigned Copies = 0;
  };

  void measure();
  void findEntries();
  void findStarters();
  void findWrappers();
  std::vector<FuncId> entriesOf(FuncId F, const Spawn &S) const;
  bool startsGiven(FuncId F, const Spawn &S) const;
  bool hasParameters(FuncId F) const;
  bool handsOn(FuncId F, const Call &C) const;
  bool mentionsLocal(const Body &B, TermId Id) const;
  bool mentionsLocal(const Body &B, PlaceId Id) const;
  FunctionFacts &facts(FuncId F) { return Facts[index(original(F))]; }
  FuncId original(FuncId F) const { return P.original(F); }
  bool wants(FuncId Callee, Role For);
  FuncId copy(FuncId F);
  void specialise(FuncId F, Role For, std::vector<FuncId> &Above);
  template <class VisitT> void forEachSmall(VisitT Visit) {
    for (uint32_t I = 0; I < Size; ++I)
      if (Facts[I].Small)
        Visit(static_cast<FuncId>(I), Facts[I]);
  }

  Program &P;
  Module &M;
  const uint32_t Size; ///< without the copies
  std::vector<FunctionFacts> Facts;
  size_t Copies = 0;
};

} // namespace

// ---- Who is worth copying --------------------------------------------------

void Specialiser::run() {
  measure();
  findEntries();
  findStarters();
  if (llvm::none_of(Facts, [](const FunctionFacts &X) {
        return X.Starts || X.CallsGiven;
      }))
    return;
  findWrappers();
  for (uint32_t I = 0; I < Size; ++I) {
    const auto F = static_cast<FuncId>(I);
    std::vector<FuncId> Above;
    if (M[F].Definition && !wants(F, Role::Other))
      specialise(F, Role::Other, Above);
  }
}

void Specialiser::measure() {
  for (uint32_t I = 0; I < Size; ++I) {
    const auto F = static_cast<FuncId>(I);
    if (!M[F].Definition)
      continue;
    size_t Events = 0;
    forEachEvent(M, F, [&](EventRef At) {
      ++Events;
      const Event &E = M[At];
      if (const auto *C = std::get_if<Call>(&E); C && valid(C->Callee))
        ++facts(C->Callee).Uses;
      if (const auto *S = std::get_if<Spawn>(&E))
        for (FuncId Entry : entriesOf(F, *S))
          ++facts(Entry).Uses;
    });
    Facts[I].Small = Events <= MaxEvents;
  }
}

/// Functions that call what their parameters lead to.
void Specialiser::findEntries() {
  for (unsigned Level = 0; Level < MaxLevels; ++Level)
    forEachSmall([&](FuncId F, FunctionFacts &X) {
      if (!hasParameters(F))
        return;
      forEachEvent(M, F, [&](EventRef At) {
        const auto *C = std::get_if<Call>(&M[At]);
        if (!C)
          return;
        if (valid(C->Callee) && M[C->Callee].Kind == FunctionKind::Destructor)
          return;
        if (!valid(C->Callee) || C->Virtual)
          X.CallsGiven = true;
        else if (Level > 0)
          X.CallsGiven |= facts(C->Callee).CallsGiven && handsOn(F, *C);
      });
    });
}

void Specialiser::findStarters() {
  for (unsigned Level = 0; Level < MaxLevels; ++Level)
    forEachSmall([&](FuncId F, FunctionFacts &X) {
      if (!hasParameters(F))
        return;
      forEachEvent(M, F, [&](EventRef At) {
        if (const auto *S = std::get_if<Spawn>(&M[At]))
          X.Starts |= startsGiven(F, *S);
        const auto *C = std::get_if<Call>(&M[At]);
        if (C && Level > 0 && valid(C->Callee) && !C->Virtual)
          X.Starts |= facts(C->Callee).Starts && handsOn(F, *C);
      });
    });
}

/// Constructors of classes that have a starter among their members or bases'.
void Specialiser::findWrappers() {
  std::vector<bool> Wraps(M.Records.size());
  forEachSmall([&](FuncId F, const FunctionFacts &X) {
    if (X.Starts && M[F].hasThis())
      Wraps[index(M[F].Parent)] = true;
  });
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (uint32_t R = 0; R < M.Records.size(); ++R)
      if (!Wraps[R] && llvm::any_of(M.Records[R].Bases, [&](const auto &Base) {
            return valid(Base.Record) && Wraps[index(Base.Record)];
          }))
        Changed = Wraps[R] = true;
  }
  forEachSmall([&](FuncId F, FunctionFacts &X) {
    X.Wraps =
        M[F].Kind == FunctionKind::Constructor && Wraps[index(M[F].Parent)];
  });
}

/// Functions that a spawn evidently runs: one that is named, or the call
/// operator of a closure. None if what it runs is told by a variable.
std::vector<FuncId> Specialiser::entriesOf(FuncId F, const Spawn &S) const {
  const Body &B = *M[F].Definition;
  TermId Target = S.Target;
  while (valid(Target) && B[Target].Kind == TermKind::Cast)
    Target = B[Target].A;
  if (!valid(Target) || !valid(B[Target].P))
    return {};
  const Place &X = B[B[Target].P];
  if (X.Kind == PlaceKind::Function)
    return {X.Func};
  TypeId Type = X.Type;
  if (valid(Type) && B[Target].Kind == TermKind::Value)
    Type = M[Type].Kind == TypeKind::Pointer ? M[Type].Elem : TypeId::None;
  if (valid(Type) && M[Type].Kind == TypeKind::Record)
    return M[M[Type].Record].CallOperators;
  return {};
}

bool Specialiser::startsGiven(FuncId F, const Spawn &S) const {
  const std::vector<FuncId> Entries = entriesOf(F, S);
  return Entries.empty() || llvm::any_of(Entries, [&](FuncId Entry) {
           return Facts[index(Entry)].CallsGiven;
         });
}

bool Specialiser::hasParameters(FuncId F) const {
  const Body &B = *M[F].Definition;
  return !B.Locals.empty() && (B.Locals.front().Kind == LocalKind::This ||
                               B.Locals.front().Kind == LocalKind::Param);
}

/// Does the caller pass anything of its own?
bool Specialiser::handsOn(FuncId F, const Call &C) const {
  return llvm::any_of(
      C.Args, [&](TermId Arg) { return mentionsLocal(*M[F].Definition, Arg); });
}

bool Specialiser::mentionsLocal(const Body &B, TermId Id) const {
  if (!valid(Id))
    return false;
  const Term &T = B[Id];
  return mentionsLocal(B, T.P) || mentionsLocal(B, T.A) ||
         mentionsLocal(B, T.B);
}

bool Specialiser::mentionsLocal(const Body &B, PlaceId Id) const {
  if (!valid(Id))
    return false;
  const Place &X = B[Id];
  return X.Kind == PlaceKind::Local || mentionsLocal(B, X.Base) ||
         mentionsLocal(B, X.Pointer);
}

// ---- Copying ---------------------------------------------------------------

/// Is \p Callee worth a copy where a function of that role calls or starts it?
/// Within a copy always: the copies are its users.
bool Specialiser::wants(FuncId Callee, Role For) {
  const FunctionFacts &X = facts(Callee);
  if (!X.Small)
    return false;
  const bool Shared = For != Role::Other || X.Uses > 1;
  if ((X.Starts || X.Wraps) && Shared)
    return true;
  if (For == Role::Starter)
    return M[Callee].Kind == FunctionKind::Constructor;
  return For == Role::Entry && X.CallsGiven;
}

FuncId Specialiser::copy(FuncId F) {
  FunctionFacts &X = facts(F);
  if (X.Copies >= MaxCopiesOf || Copies >= MaxCopies)
    return FuncId::None;
  ++X.Copies;
  ++Copies;
  Function New = M[F];
  // A call finds it by name only: it takes part in no dispatch.
  New.Virtual = false;
  New.Overrides.clear();
  const auto Id = static_cast<FuncId>(M.Functions.size());
  M.Functions.push_back(std::move(New));
  P.CopyOf.push_back(original(F));
  return Id;
}

/// Gives \p F, an original or a copy, callees of its own. \p Above: originals
/// that are being copied around it; what recurs is not copied again.
void Specialiser::specialise(FuncId F, Role For, std::vector<FuncId> &Above) {
  if (Above.size() > size_t{2} * MaxLevels)
    return;
  Above.push_back(original(F));
  auto CopyFor = [&](FuncId Callee, Role Next) {
    if (llvm::is_contained(Above, original(Callee)))
      return FuncId::None;
    const FuncId New = copy(Callee);
    if (valid(New))
      specialise(New, Next, Above);
    return New;
  };
  std::vector<EventRef> Events;
  forEachEvent(M, F, [&](EventRef At) { Events.push_back(At); });
  for (EventRef At : Events) {
    if (const auto *S = std::get_if<Spawn>(&M[At])) {
      for (FuncId Entry : entriesOf(F, *S))
        if (facts(Entry).CallsGiven &&
            (For != Role::Other || facts(Entry).Uses > 1))
          if (FuncId New = CopyFor(Entry, Role::Entry); valid(New))
            P.EntryCopies[{At, Entry}] = New;
      continue;
    }
    const auto *C = std::get_if<Call>(&M[At]);
    if (!C || !valid(C->Callee) || C->Virtual || !wants(C->Callee, For))
      continue;
    const Role Next = facts(C->Callee).Starts || facts(C->Callee).Wraps ||
                              For == Role::Starter
                          ? Role::Starter
                          : Role::Entry;
    if (FuncId New = CopyFor(C->Callee, Next); valid(New))
      std::get<Call>(M.Functions[index(F)]
                         .Definition->Blocks[index(At.Block)]
                         .Events[At.Index])
          .Callee = New;
  }
  Above.pop_back();
}

void heddle::link_detail::specialiseStarters(Program &P) {
  Specialiser(P).run();
}
