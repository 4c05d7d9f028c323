//===- Svg.h - A sheet to draw on -------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// As much of SVG as the pictures of this room need: boxes, lines of text,
/// curves. Units are pixels. Text is set in a font of fixed width, so that its
/// size is known without a browser.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_OVERVIEW_SVG_H
#define HEDDLE_OVERVIEW_SVG_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

namespace heddle {

struct SvgPoint {
  double X = 0, Y = 0;
};

class Svg {
public:
  static constexpr double LineHeight = 18, Padding = 10, Margin = 24;

  /// Of a line set as \p Class: `name`, `note` (smaller), `head`.
  static double widthOf(llvm::StringRef Text, llvm::StringRef Class = "name");

  /// \p Class: `box`, and `hot` for what is wrong, `soft` for what may be.
  /// \p Tip is shown under the mouse.
  void box(SvgPoint TopLeft, double Width, double Height, llvm::StringRef Class,
           llvm::StringRef Tip = "");
  /// From its left end, on the base line.
  void text(SvgPoint At, llvm::StringRef Text, llvm::StringRef Class = "name");
  /// Leaves \p From and reaches \p To level; \p Arrow: with a point there.
  void curve(SvgPoint From, SvgPoint To, llvm::StringRef Class,
             bool Arrow = false, llvm::StringRef Tip = "");
  /// Around by the left, \p Depth out.
  void leftArc(SvgPoint From, SvgPoint To, double Depth, llvm::StringRef Class,
               llvm::StringRef Tip = "");
  /// Down, then right.
  void elbow(SvgPoint From, SvgPoint To, llvm::StringRef Class);

  /// The document, with room for all that was drawn.
  void write(llvm::raw_ostream &OS, llvm::StringRef Title) const;

private:
  void cover(SvgPoint P);
  void path(const std::string &Data, llvm::StringRef Class, bool Arrow,
            llvm::StringRef Tip);

  std::string Body;
  double Width = 0, Height = 0;
};

} // namespace heddle

#endif // HEDDLE_OVERVIEW_SVG_H
