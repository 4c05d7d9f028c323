//===- MixedOutput.cpp - Lines that threads print into each other ---------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/MixedOutput.h"

#include "analyzer/Checks/Parallel.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Findings/Span.h"

#include <map>
#include <vector>

using namespace heddle;

/// Pairs grow with the square, and one is enough for a note.
static constexpr size_t MostPieces = 200;

/// The stream that one `<<` hands on to the next, `std::cout` and its like:
/// the specs leave of it that the result is the stream's address. None where
/// nothing follows.
static GlobalId handedOn(const Module &M, EventRef At) {
  const auto *A = std::get_if<Assign>(&M[At]);
  if (!A || !valid(A->Value))
    return GlobalId::None;
  const Body &B = *M[At.Func].Definition;
  const Term &Value = B[A->Value];
  if (B[A->P].Kind != PlaceKind::Local || Value.Kind != TermKind::AddressOf ||
      B[B[A->P].Local].Kind != LocalKind::Temporary ||
      B[Value.P].Kind != PlaceKind::Global)
    return GlobalId::None;
  const std::string &Name = M[B[Value.P].Global].Name;
  const bool Prints = Name == "std::cout" || Name == "std::cerr" ||
                      Name == "std::clog" || Name == "std::wcout";
  return Prints ? B[Value.P].Global : GlobalId::None;
}

std::optional<std::string> heddle::mixedOutputNote(const Analyses &A) {
  if (!A.HasThreads)
    return std::nullopt;
  const Module &M = A.P.M;
  std::map<GlobalId, std::vector<ThreadEvent>> Pieces;
  forEachUserEvent(M, [&](EventRef At) {
    const GlobalId Stream = handedOn(M, At);
    if (valid(Stream) && Pieces[Stream].size() < MostPieces)
      llvm::append_range(Pieces[Stream], threadsAt(A, At));
  });
  for (const auto &[Stream, Events] : Pieces) {
    const auto Pair = firstMeeting(A, Events);
    if (!Pair)
      continue;
    const std::string Name = M[Stream].Name;
    return shortLocation(makeSpan(M, Pair->first.At), "") +
           ": threads print to " + Name +
           " in several pieces, so the words of their lines may mix; that is "
           "no data race. A line stays whole if it is put together first, or "
           "printed through std::osyncstream(" +
           Name + ")";
  }
  return std::nullopt;
}
