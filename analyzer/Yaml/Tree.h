//===- Tree.h - YAML with positions -----------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A YAML document as a tree whose every node knows where it stands, so that
/// any complaint about a spec, a rule set or a configuration can point at the
/// very characters. LLVM's reader hands out nodes once and in order; a loader
/// wants to look twice.
///
/// Complaints collects what is wrong with one file, each with line, column and
/// a caret, and suggests the word that was probably meant.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_YAML_TREE_H
#define HEDDLE_YAML_TREE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/SMLoc.h"
#include "llvm/Support/SourceMgr.h"

#include <optional>
#include <string>
#include <vector>

namespace heddle {

struct YamlNode {
  enum class Kind : uint8_t { Scalar, Map, List, Null };
  Kind K = Kind::Null;
  std::string Text;    ///< Scalar: the value, unescaped
  bool Quoted = false; ///< Scalar
  llvm::SMRange Range;
  std::vector<YamlNode> Keys;  ///< Map: Keys[i] stands before Items[i]
  std::vector<YamlNode> Items; ///< List, Map

  /// Where the \p Offset-th character of a scalar stands.
  llvm::SMLoc at(size_t Offset) const;
};

/// Errors of one file. REQUIRES: the text outlives this.
class Complaints {
public:
  Complaints(llvm::StringRef Text, llvm::StringRef FileName);

  void add(llvm::SMLoc Where, const llvm::Twine &What);
  void add(const YamlNode &Node, const llvm::Twine &What) {
    add(Node.Range.Start, What);
  }
  bool any() const { return Count != 0; }
  /// All complaints as one error, or success.
  llvm::Error take();

  llvm::SourceMgr &sources() { return Sources; }

private:
  llvm::SourceMgr Sources;
  std::string Output;
  unsigned Count = 0;
};

/// Reads one document; nothing where it is no YAML (which is complained of).
std::optional<YamlNode> readYaml(llvm::StringRef Text, llvm::StringRef FileName,
                                 Complaints &Errors);

/// Calls \p Each for the entries of a mapping; complains of what is no mapping,
/// of keys that are not among \p Known and of repetitions.
void forEachKey(
    const YamlNode &Map, llvm::ArrayRef<llvm::StringRef> Known,
    Complaints &Errors,
    llvm::function_ref<void(llvm::StringRef, const YamlNode &)> Each);

/// The items of a list; complains of what is none.
llvm::ArrayRef<YamlNode> listItems(const YamlNode &Node, Complaints &Errors);

/// The value of a scalar that is not empty; complains of all else.
std::optional<llvm::StringRef> scalarText(const YamlNode &Node,
                                          Complaints &Errors);

/// `; did you mean 'acquire'?`, or nothing where no word is close.
std::string didYouMean(llvm::StringRef Wrong,
                       llvm::ArrayRef<llvm::StringRef> Words);

} // namespace heddle

#endif // HEDDLE_YAML_TREE_H
