//===- EscapeTest.cpp - What other threads can get hold of ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Loaded.h"

namespace heddle {
namespace {

const std::string Head = R"(module "escape.cpp" C++
file main "escape.cpp"
record struct complete size 16 Box
  field at 0 P : int *
  field at 64 N : int
declare @mystery(%P : int *)
func @work(%B : Box *)
  b0:
    write *%B->P := 1
    return
)";

EscapeReason escape(const Loaded &T, llvm::StringRef In, llvm::StringRef Text) {
  return T->escape(T->objectOf(T.cell(In, Text)));
}

TEST(Escape, LeavesAloneWhatStaysInItsFunction) {
  Loaded T(Head + R"(
func @main() -> int
  var %X : int
  var %P : int *
  b0:
    let %P := &%X
    write *%P := 1
    return 0
)");
  EXPECT_EQ(escape(T, "main", "*P").Kind, EscapeKind::None);
}

TEST(Escape, ReachesThroughThePointersOfWhatAThreadIsHanded) {
  Loaded T(Head + R"(
func @main() -> int
  var %X : int
  var %B : Box
  var %T : long
  b0:
    write %B.P := &%X
    spawn %T = pthread @work(&%B)
    return 0
)");
  EscapeReason Box = escape(T, "main", "B"), X = escape(T, "work", "*B->P");
  EXPECT_EQ(Box.Kind, EscapeKind::SpawnArgument);
  EXPECT_EQ(Box.Site, T.event<Spawn>("main"));
  EXPECT_EQ(X.Kind, EscapeKind::SpawnArgument);
  EXPECT_EQ(X.Via, T->objectOf(T.cell("main", "B")));
}

TEST(Escape, ReachesThroughGlobalsButNotThreadLocals) {
  Loaded T(Head + R"(
global @Shared : int *
global thread_local @Mine : int *
func @main() -> int
  var %X : int
  var %Y : int
  b0:
    write @Shared := &%X
    write @Mine := &%Y
    write *@Shared := 1
    write *@Mine := 1
    return 0
)");
  EXPECT_EQ(escape(T, "main", "*Shared").Kind, EscapeKind::FromGlobal);
  EXPECT_EQ(escape(T, "main", "Shared").Kind, EscapeKind::Global);
  EXPECT_EQ(escape(T, "main", "*Mine").Kind, EscapeKind::None);
  EXPECT_EQ(escape(T, "main", "Mine").Kind, EscapeKind::None);
  EXPECT_FALSE(T->isUnique(T.cell("main", "Mine")));
}

TEST(Escape, FollowsWhatIsHandedToUnknownCode) {
  Loaded T(Head + R"(
func @main() -> int
  var %X : int
  b0:
    write %X := 1
    call @mystery(&%X)
    return 0
)");
  EXPECT_EQ(escape(T, "main", "X").Kind, EscapeKind::UnknownCall);
}

TEST(Escape, SeesWhatAClosureCapturedByReference) {
  Loaded T(Head + R"(
record lambda complete size 16 Closure
  field by_reference at 0 X : int &
  field at 64 Y : int
  call_operator @op
func lambda_call of (Closure) @op(%this : Closure *)
  b0:
    write *%this->X := 1
    return
func @main() -> int
  var %X : int
  var %Y : int
  var %T : long
  temp %0 : Closure
  b0:
    write %0.X := &%X
    write %0.Y := %Y
    write %X := 2
    spawn %T = thread *(&%0)()
    return 0
)");
  auto Escape = [&](const char *Name) {
    return T->escape(T->objectOf(T.local("main", Name))).Kind;
  };
  EXPECT_EQ(Escape("X"), EscapeKind::SpawnTarget);
  EXPECT_EQ(Escape("Y"), EscapeKind::None);
}

} // namespace
} // namespace heddle
