//===- Svg.cpp - A sheet to draw on ---------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Overview/Svg.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

#include <cmath>

using namespace heddle;
using llvm::formatv;
using llvm::StringRef;

/// Names come from programs: anything may be in them.
static std::string escaped(StringRef Text) {
  const std::string Valid = llvm::json::fixUTF8(Text);
  std::string Printable;
  for (char C : Valid)
    if (static_cast<unsigned char>(C) >= ' ')
      Printable += C;
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  llvm::printHTMLEscaped(Printable, OS);
  return Out;
}

static std::string number(double X) { return std::to_string(std::lround(X)); }

static std::string pair(SvgPoint P) { return number(P.X) + " " + number(P.Y); }

static std::string tip(StringRef Text) {
  return Text.empty() ? "" : "<title>" + escaped(Text) + "</title>";
}

double Svg::widthOf(StringRef Text, StringRef Class) {
  // Six tenths of the size of the letters: all fonts of fixed width agree.
  const double Letter = Class == "note" ? 6.7 : Class == "head" ? 9.1 : 7.9;
  size_t Letters = 0;
  for (char C : Text)
    Letters += (static_cast<unsigned char>(C) & 0xC0) != 0x80;
  return static_cast<double>(Letters) * Letter;
}

void Svg::cover(SvgPoint P) {
  Width = std::max(Width, P.X);
  Height = std::max(Height, P.Y);
}

void Svg::box(SvgPoint TopLeft, double W, double H, StringRef Class,
              StringRef Tip) {
  cover({TopLeft.X + W, TopLeft.Y + H});
  Body += formatv("<rect x=\"{0}\" y=\"{1}\" width=\"{2}\" height=\"{3}\" "
                  "rx=\"6\" class=\"{4}\">{5}</rect>\n",
                  number(TopLeft.X), number(TopLeft.Y), number(W), number(H),
                  Class, tip(Tip))
              .str();
}

void Svg::text(SvgPoint At, StringRef Text, StringRef Class) {
  cover({At.X + widthOf(Text, Class), At.Y});
  Body += formatv("<text x=\"{0}\" y=\"{1}\" class=\"{2}\">{3}</text>\n",
                  number(At.X), number(At.Y), Class, escaped(Text))
              .str();
}

void Svg::path(const std::string &Data, StringRef Class, bool Arrow,
               StringRef Tip) {
  Body += formatv("<path d=\"{0}\" class=\"line {1}\"{2}>{3}</path>\n", Data,
                  Class, Arrow ? " marker-end=\"url(#tip)\"" : "", tip(Tip))
              .str();
}

void Svg::curve(SvgPoint From, SvgPoint To, StringRef Class, bool Arrow,
                StringRef Tip) {
  const double Bend = (To.X - From.X) / 2;
  path("M" + pair(From) + " C" + pair({From.X + Bend, From.Y}) + " " +
           pair({To.X - Bend, To.Y}) + " " + pair(To),
       Class, Arrow, Tip);
}

void Svg::leftArc(SvgPoint From, SvgPoint To, double Depth, StringRef Class,
                  StringRef Tip) {
  path("M" + pair(From) + " C" + pair({From.X - Depth, From.Y}) + " " +
           pair({To.X - Depth, To.Y}) + " " + pair(To),
       Class, /*Arrow=*/true, Tip);
}

void Svg::elbow(SvgPoint From, SvgPoint To, StringRef Class) {
  path("M" + pair(From) + " V" + number(To.Y) + " H" + number(To.X), Class,
       /*Arrow=*/true, "");
}

static const char Style[] = R"(<style>
svg { background: #fff; }
text { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2328; }
.name { font-size: 13px; }
.head { font-size: 15px; font-weight: bold; }
.note { font-size: 11px; fill: #59636e; }
.wrong { font-size: 11px; fill: #b42318; }
.box { fill: #f6f8fa; stroke: #59636e; }
.lock { fill: #ddf4ff; stroke: #0969da; }
.soft { fill: #fff8c5; stroke: #9a6700; }
.hot { fill: #ffebe9; stroke: #b42318; }
.line { fill: none; stroke: #59636e; stroke-width: 1.5; }
.some { stroke-dasharray: 6 4; stroke: #b42318; }
.cycle { stroke: #b42318; stroke-width: 2; }
#tip path { fill: context-stroke; }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; }
  text { fill: #e6edf3; }
  .note { fill: #9198a1; }
  .wrong { fill: #ff7b72; }
  .box { fill: #161b22; stroke: #9198a1; }
  .lock { fill: #0c2d6b; stroke: #58a6ff; }
  .soft { fill: #3b2e04; stroke: #d29922; }
  .hot { fill: #490202; stroke: #ff7b72; }
  .line { stroke: #9198a1; }
  .some, .cycle { stroke: #ff7b72; }
}
</style>
<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z"/></marker></defs>
)";

void Svg::write(llvm::raw_ostream &OS, StringRef Title) const {
  const std::string W = number(Width + Margin), H = number(Height + Margin);
  OS << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << W
     << "\" height=\"" << H << "\" viewBox=\"0 0 " << W << ' ' << H
     << "\" role=\"img\">\n"
     << "<title>" << escaped(Title) << "</title>\n"
     << Style << Body << "</svg>\n";
}
