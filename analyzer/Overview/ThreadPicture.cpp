//===- ThreadPicture.cpp - The tree of threads, drawn ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Overview/Overview.h"
#include "analyzer/Overview/Svg.h"

using namespace heddle;

namespace {

/// One box per thread, its parent's line coming in from the left and above,
/// like the tree in a file manager.
class ThreadPicture {
public:
  ThreadPicture(Svg &Sheet, double Top) : Sheet(Sheet), Y(Top) {}

  /// \returns where the next picture may begin.
  double draw(const ThreadTree &T) {
    Tree = &T;
    Sheet.text({Svg::Margin, Y + 14}, T.Program, "head");
    Y += 2 * Svg::LineHeight;
    for (uint32_t Root : T.Roots)
      draw(Root, Svg::Margin);
    return Y + Svg::LineHeight;
  }

private:
  struct Line {
    std::string Text;
    const char *Class;
  };

  static std::string place(const SourceSpan &At) {
    return At.File + ":" + std::to_string(At.Line);
  }

  static std::string endOf(const ThreadNode &N) {
    switch (N.End) {
    case ThreadEnd::Joined:
      return N.Joins.empty() ? "ends with its team"
                             : "joined at " + place(N.Joins.front()) +
                                   (N.Joins.size() > 1 ? " and elsewhere" : "");
    case ThreadEnd::Detached:
      return "detached";
    case ThreadEnd::Unjoined:
      return "never joined";
    case ThreadEnd::Handler:
      return "a signal handler";
    case ThreadEnd::Root:
      break;
    }
    return N.Entry.Line ? place(N.Entry) : "";
  }

  static std::vector<Line> linesOf(const ThreadNode &N) {
    std::vector<Line> Lines = {
        {N.Name + (N.Many.empty() ? "" : " × many") +
             (N.Alike > 1 ? " (" + std::to_string(N.Alike) + " alike)" : ""),
         "name"}};
    if (!N.StartedBy.empty())
      Lines.push_back({N.Kind + " started at " +
                           place(N.StartedBy.back().Call) +
                           (N.Many.empty() ? "" : ", " + N.Many),
                       "note"});
    if (std::string End = endOf(N); !End.empty())
      Lines.push_back(
          {std::move(End), N.End == ThreadEnd::Unjoined ? "wrong" : "note"});
    for (const ThreadUse &U : N.Uses)
      Lines.push_back({(U.Writes ? "writes " : "reads ") + U.Object +
                           (isLikely(U.Race) ? ": a race" : ""),
                       isLikely(U.Race) ? "wrong" : "note"});
    return Lines;
  }

  void draw(uint32_t Id, double X) {
    const ThreadNode &N = Tree->Nodes[Id];
    const std::vector<Line> Lines = linesOf(N);
    double Width = 0;
    for (const Line &L : Lines)
      Width = std::max(Width, Svg::widthOf(L.Text, L.Class));
    const double Height =
        static_cast<double>(Lines.size()) * Svg::LineHeight + Svg::Padding;
    const bool Lost =
        N.End == ThreadEnd::Unjoined || N.End == ThreadEnd::Detached;
    // Several behind each other.
    if (!N.Many.empty())
      Sheet.box({X + 5, Y + 5}, Width + 2 * Svg::Padding, Height, "box");
    Sheet.box({X, Y}, Width + 2 * Svg::Padding, Height, Lost ? "soft" : "box");
    for (size_t I = 0; I < Lines.size(); ++I)
      Sheet.text({X + Svg::Padding,
                  Y + static_cast<double>(I + 1) * Svg::LineHeight - 2},
                 Lines[I].Text, Lines[I].Class);
    const SvgPoint Foot = {X + Indent / 2, Y + Height};
    Y += Height + Svg::LineHeight;
    for (uint32_t Child : N.Children) {
      Sheet.elbow(Foot, {X + Indent, Y + Svg::LineHeight}, "");
      draw(Child, X + Indent);
    }
  }

  static constexpr double Indent = 44;

  Svg &Sheet;
  double Y;
  const ThreadTree *Tree = nullptr;
};

} // namespace

void heddle::drawThreads(llvm::ArrayRef<ThreadTree> Trees,
                         llvm::raw_ostream &OS) {
  Svg Sheet;
  double Top = Svg::Margin;
  for (const ThreadTree &T : Trees)
    Top = ThreadPicture(Sheet, Top).draw(T);
  Sheet.write(OS, "Threads");
}
