//===- LockPicture.cpp - Locks and what they guard, drawn -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Locks in a column on the left, shared objects in one on the right, a line
/// from a lock to each object that is used under it: drawn through where it is
/// held at every access, broken where not. Arrows left of the locks say which
/// is taken while which is held.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Overview/Overview.h"
#include "analyzer/Overview/Svg.h"

#include "llvm/ADT/StringExtras.h"

using namespace heddle;

namespace {

struct Card {
  std::vector<std::string> Lines; ///< the first is the name
  std::string Wrong;              ///< a last line that says what is wrong
  const char *Class = "box";
  double Top = 0;

  double width() const {
    double W = Svg::widthOf(Wrong, "note");
    for (size_t I = 0; I < Lines.size(); ++I)
      W = std::max(W, Svg::widthOf(Lines[I], I ? "note" : "name"));
    return W + 2 * Svg::Padding;
  }
  double height() const {
    return static_cast<double>(Lines.size() + !Wrong.empty()) *
               Svg::LineHeight +
           Svg::Padding;
  }
  double middle() const { return Top + height() / 2; }
};

class LockPicture {
public:
  LockPicture(Svg &Sheet, double Top, const LockMap &Map)
      : Sheet(Sheet), Top(Top), Map(Map) {}

  /// \returns where the next picture may begin.
  double draw() {
    Sheet.text({Svg::Margin, Top + 14}, Map.Program, "head");
    for (const LockNode &L : Map.Locks)
      Locks.push_back(cardOf(L));
    for (uint32_t I = 0; I < Map.Objects.size(); ++I)
      Objects.push_back(cardOf(I));
    const double Begin = Top + 2 * Svg::LineHeight;
    const double Bottom = std::max(stack(Locks, Begin), stack(Objects, Begin));
    // Room for the arrows on the left, and for the lines between.
    Left = Svg::Margin + (Map.Order.empty() ? 0 : ArcRoom);
    LockWidth = widest(Locks);
    Right = Left + LockWidth + (Locks.empty() ? 0 : Gap);
    drawOrder();
    drawGuards();
    for (const Card &C : Locks)
      drawCard(C, Left, LockWidth);
    for (const Card &C : Objects)
      drawCard(C, Right, widest(Objects));
    return Bottom + Svg::LineHeight;
  }

private:
  static std::string declared(const std::string &Type, const SourceSpan &At) {
    std::string Text = Type;
    if (At.Line)
      Text +=
          (Text.empty() ? "" : ", ") + At.File + ":" + std::to_string(At.Line);
    return Text;
  }

  static Card cardOf(const LockNode &L) {
    Card C{{L.Name}, "", "lock"};
    if (std::string Where = declared(L.Type, L.Declared); !Where.empty())
      C.Lines.push_back(std::move(Where));
    return C;
  }

  bool isGuarded(uint32_t Object) const {
    for (const LockCover &G : Map.Guards)
      if (G.Object == Object)
        return true;
    return false;
  }

  Card cardOf(uint32_t Object) const {
    const SharedThing &O = Map.Objects[Object];
    Card C{{O.Name}, "", O.Race ? "soft" : "box"};
    if (O.Race)
      C.Wrong = isLikely(O.Race) ? "a race" : "perhaps a race";
    if (isLikely(O.Race))
      C.Class = "hot";
    if (std::string Where = declared(O.Type, O.Declared); !Where.empty())
      C.Lines.push_back(std::move(Where));
    if (!O.Race && !isGuarded(Object))
      C.Lines.push_back("kept apart by " + llvm::join(O.KeptApartBy, "; "));
    return C;
  }

  static double stack(std::vector<Card> &Cards, double From) {
    for (Card &C : Cards) {
      C.Top = From;
      From += C.height() + Svg::LineHeight;
    }
    return From;
  }

  static double widest(llvm::ArrayRef<Card> Cards) {
    double W = 0;
    for (const Card &C : Cards)
      W = std::max(W, C.width());
    return W;
  }

  void drawCard(const Card &C, double X, double Width) {
    Sheet.box({X, C.Top}, Width, C.height(), C.Class);
    double Y = C.Top + Svg::LineHeight - 2;
    for (size_t I = 0; I < C.Lines.size(); ++I, Y += Svg::LineHeight)
      Sheet.text({X + Svg::Padding, Y}, C.Lines[I], I ? "note" : "name");
    if (!C.Wrong.empty())
      Sheet.text({X + Svg::Padding, Y}, C.Wrong, "wrong");
  }

  void drawGuards() {
    for (const LockCover &G : Map.Guards) {
      const SharedThing &O = Map.Objects[G.Object];
      const bool Always = G.Holding == O.Accesses;
      const std::string Share =
          std::to_string(G.Holding) + " of " + std::to_string(O.Accesses);
      const SvgPoint From = {Left + LockWidth, Locks[G.Lock].middle()};
      const SvgPoint To = {Right, Objects[G.Object].middle()};
      Sheet.curve(From, To, Always ? "" : "some", /*Arrow=*/false,
                  Map.Locks[G.Lock].Name + " is held at " + Share +
                      " accesses to " + O.Name);
      if (!Always)
        Sheet.text({To.X - Svg::widthOf(Share, "note") - 6, To.Y - 5}, Share,
                   "wrong");
    }
  }

  void drawOrder() {
    for (const LockStep &S : Map.Order) {
      const Card &From = Locks[S.From], &To = Locks[S.To];
      // Two arrows between the same locks must not lie on each other.
      const double Shift = S.From <= S.To ? -5 : 5;
      SvgPoint Begin = {Left, From.middle() + Shift}, End = {Left, To.middle()};
      if (S.From == S.To) {
        Begin.Y = From.middle() - 8;
        End.Y = From.middle() + 8;
      } else {
        End.Y += S.From <= S.To ? -5 : 5;
      }
      const double Far = std::abs(static_cast<double>(S.To) - S.From);
      Sheet.leftArc(Begin, End, std::min(24 + 14 * Far, ArcRoom * 1.3),
                    S.InCycle ? "cycle" : "",
                    Map.Locks[S.From].Name + ", then " + Map.Locks[S.To].Name +
                        ": " + S.At.File + ":" + std::to_string(S.At.Line));
    }
  }

  static constexpr double Gap = 150, ArcRoom = 90;

  Svg &Sheet;
  double Top;
  const LockMap &Map;
  std::vector<Card> Locks, Objects;
  double Left = 0, LockWidth = 0, Right = 0;
};

} // namespace

void heddle::drawLocks(llvm::ArrayRef<LockMap> Maps, llvm::raw_ostream &OS) {
  Svg Sheet;
  double Top = Svg::Margin;
  for (const LockMap &Map : Maps)
    Top = LockPicture(Sheet, Top, Map).draw();
  Sheet.write(OS, "Locks and what they guard");
}
