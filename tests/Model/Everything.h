//===- Everything.h - A module that has one of each ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Every kind of declaration, place, term, event and terminator, in the text
/// form and exactly as the printer writes it. EverythingTest.cpp checks that
/// nothing was left out.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_MODEL_EVERYTHING_H
#define HEDDLE_TESTS_MODEL_EVERYTHING_H

#include "analyzer/Model/Module.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Model/Serialize.h"
#include "gtest/gtest.h"

namespace heddle::test {

inline Module parsed(llvm::StringRef Text) {
  llvm::Expected<Module> M = parseModule(Text);
  if (!M) {
    ADD_FAILURE() << llvm::toString(M.takeError());
    return {};
  }
  return std::move(*M);
}

inline std::string printed(const Module &M,
                           PrintOptions Options = {.Positions = false}) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  print(M, OS, Options);
  return Text;
}

inline std::string bytes(const Module &M) {
  std::string Bytes;
  llvm::raw_string_ostream OS(Bytes);
  writeModule(M, OS);
  return Bytes;
}

inline FuncId functionNamed(const Module &M, llvm::StringRef Name) {
  for (size_t I = 0; I != M.Functions.size(); ++I)
    if (M.Functions[I].Name == Name)
      return static_cast<FuncId>(I);
  ADD_FAILURE() << "no function " << Name.str();
  return FuncId::None;
}

inline constexpr llvm::StringLiteral Everything = R"text(module "all.cpp" C++
file main "all.cpp"
file user "dir/all \"quoted\".h"
type integer size 8 align 8 pthread_t
type complex size 16 align 8 of (double) _Complex double
type nullptr size 8 align 8 std::nullptr_t
type member_pointer size 8 align 8 of (int) record (Account) int Account::*
type vector size 16 align 16 count 4 of (int) int4
type enum size 4 align 4 of (int) Color
type atomic size 4 align 4 of (int) _Atomic(int)
type opaque T
type integer signed size 4 align 4 my
type integer signed size 8 align 8 my'2
record class complete polymorphic size 16 align 8 Base
  field protected at 64 Name : const char *
  method @`Base::run(int)`
  method @`Base::run(char)`
  destructor @Base::~Base
record struct complete size 48 align 8 Account
  name "bank::Account"
  argument "int" of int
  argument "5" value 5 of int
  attribute capability other "mutex"
  base private virtual at 128 Base
  field Balance : int
    attribute guarded_by not this .Account::2 "!Mu"
  field mutable at 32 bits 3 Flags : unsigned int
  field private at 64 Mu : std::mutex
  field at 96 _ : Inner
  method @Account::deposit
record lambda complete trivial size 16 align 8 `(lambda at all.cpp:3:4)`
  field by_reference X : int &
  field captures_this at 64 _ : Account *
  call_operator @`lambda in main`
record struct system size 40 align 8 std::mutex
record union complete trivial size 4 align 4 Inner
  field I : int
  field F : float
global @Balance : int = 7
global @Table : int[2][3]
global static_member thread_local const static @Account::Count : long
  spelling "Account<int>::Count"
  initialized @init
  destroyed @teardown
  attribute acquired_before global @M "M" param number 1 "p"
global function_static extern system @main::Once : pthread_t
  spelling "Once"
  owner @main
global @M : std::mutex
global @Lambda : `(lambda at all.cpp:3:4)`
global @Weird : my
global @Weirder : my'2
global @Kinds : int Account::*
global @Kinds2 : _Complex double
global @Kinds3 : int4
global @Kinds4 : Color
global @Kinds5 : _Atomic(int)
global @Kinds6 : std::nullptr_t
declare method of (Base) virtual const noexcept noreturn @`Base::run(int)`(int, %Named : char, T)
  name "Base::run"
  spelling "Base::run(int)"
declare method of (Base) @`Base::run(char)`(char)
  name "Base::run"
declare destructor of (Base) virtual implicit @Base::~Base()
func method of (Account) private virtual inline @Account::deposit(%this : Account *, %N : int) -> int
  spelling "Account<int>::deposit(int)"
  declared (%N : const int)
  argument "int" of int
  overrides @`Base::run(int)`
  attribute try_acquire success 0 this .Account::2 "Mu"
  b0:
    update %this->Balance += %N size 4
    return
func lambda_call of (`(lambda at all.cpp:3:4)`) @`lambda in main`(%this : `(lambda at all.cpp:3:4) *`)
  spelling "lambda in main"
  b0:
    write *%this->X := 1 size 4
    return
func global_init static @init()
  b0:
    return
func global_teardown coroutine @teardown(...)
  b0:
    return
declare static_method system @std::run(void (*)(int), ...) -> ?
declare constructor of (Account) @Account::Account()
declare conversion of (Account) @Account::operator_int() -> int
func @places(%p : int *, %a : Account *, %i : int, %d : Base *)
  var %x : int
  var %x'2 : int
  var %arr : int[3]
  var %u : Inner
  var %f : void (*)(int)
  temp %0 %2 : int
  temp %1 : bool
  b0:
    let %x := *%p
    let %x'2 := (*%p)[%i]
    let %x := (*%p)[*]
    let %arr[2] := %arr[%i]
    let %x := @Table[1][2]
    let %x := %a->Balance
    let %x := (*%a : Base).Name
    let %x := %a->Base::Name
    let %x := %a->3.I
    let %x := %a->Mu.$lock
    let %x := %a->$argument2
    let %0 := ((Base *)%a)->Name
    let %0 := (&%u)->F
    let %f := &@main
    let %x := "a \"string\"\x01"
    let %x := &"abc"
    let %x := &"abc"[0]
    let (%u : unsigned int) := (value (%u : unsigned int) : int)
    return
func @terms(%i : int, %n : long, %p : int *, %q : double, %v : void *)
  b0:
    let %i := -5
    let %i := -(-5)
    let %i := -%i
    let %i := ~(%i + 1)
    assume !(%i < 3)
    assume ((%i + 1) * 2) <= (%i << 3)
    assume 3 == %n
    assume %n == 3
    assume (3 : long) == 4
    let %i := (%i * 2) + (7 % 3)
    let %i := %i - (%i / 2)
    let %i := (%i & 1) | (%i ^ 2)
    let %i := %i >> 1
    assume %i != 1
    assume %i > 1
    assume %i >= 1
    let %p := %p ptr+ (-1)
    let %n := %p ptr- %p
    let %q := 2.5
    let %q := 1e+100
    let %q := -0.0
    let %q := inf
    let %q := -inf
    let %q := nan
    let %q := (1.0 : float)
    let %n := (long)%i
    let %p := (int * as pointer)%v
    let %p := (int * as from_integer)%n
    let %n := (long as to_integer)%p
    let %v := (Base * as base)&@M
    let %v := (Account * as derived)%v
    let %v := (Account * as dynamic)%v
    let %n := (long as bits)%q
    let %p := null
    let %v := null
    let %i := nondet
    let %i := (nondet : long)
    let %i := opaque "typeid(x)"
    let %i := (opaque "y" : char)
    assume true
    assume %i == (1 : char)
    assume false
    return
func @main() -> int
  var %l : int
  var %t : pthread_t
  var %c : int
  temp %0 %1 : int
  temp %2 : Account *
  loop 0 for b1 counts %l from 0 to %c step 1
  loop 1 while b2 in 0
  loop 2 do b2
  loop 3 range_for b2
  loop 4 goto b2
  b0: unwind b5
    read @Balance size 4 seq_cst
    write @Balance := 1 size 4 release volatile init via @std::run
    update @Balance <<= 2
    update @Balance ^= _
    destroy @Balance
    let %0 := @Balance
    call virtual @Account::deposit(&@Balance, 5) -> %0 implicit used last_owner
    call *%2() nothrow
    call *(%2 ptr+ 1)(1)
    may_throw via @std::run
    acquire @M exclusive recursive spin by %l group 3
    acquire _ shared
    release @M shared any_mode by %l if_held
    try_acquire @M exclusive recursive timed by %l -> %0 by_value success 0 unused
    guard defer %l on @M shared
    guard adopt %l on @M
    guard move %l from %c
    guard swap %l from %c
    guard detach %l
    guard empty %l
    guard owns_lock %l -> %1
    object init mutex @M recursive
    object destroy semaphore @M
    object init latch @M count 3
    object init mutex @M untimed
    spawn %t = thread @main(1, &@Balance) joins_on_destroy detached lazy -> %0
    spawn _ = pthread *%2()
    spawn %t = openmp @main(1, &@Balance) team
    spawn %t = task _()
    join %t try if_joinable -> %0
    join %t group deep
    thread detach %t
    thread move %t from %c value 3 -> %0
    thread exit _
    wait %c with @M by %l predicate timed -> %0 used
    notify %c all
    semaphore try_acquire %c count 2 -> %0
    barrier arrive_and_drop %c
    latch count_down %c count 2
    once call %c @init(1)
    once begin %c _()
    future get_future %c from %l value 4 -> %0
    queue put %c value %l -> %0
    atomic_begin
    atomic_end
    fence acq_rel signal_only
    allocate new_array -> %2 zeroed count %c of Account
    allocate malloc
    free delete %2
    assume %c < 1
    assert %c == 1
    process fork -> %0
    havoc inline_assembly text "asm(\"nop\")"(%2, &@Balance) -> %0
    havoc exotic()
    scope_begin %l
    scope_end %l
    suspend await
    throw value %c of int
    throw
    catch -> %c of Account *
    catch
    block sleep via @std::run
    unsafe via @std::run state "strtok" instead "strtok_r"
    omp begin_parallel nowait threads 4 shared @Balance private %l
    omp begin_critical name "here"
    team_barrier implicit
    partition %l from 0 to %c step 1
    depend @Balance out
    branch %c == 1 then b1 else b2
  b1: unwind b5 loop 0
    goto b2
  b2: loop 1
    switch %c case 1 b1 case -3 .. 5 b3 default b4
  b3:
    indirect %c b1 b2
  b4:
    return 0
  b5:
    resume
  b6:
    unreachable
  b7:
    return 1
    scope_end %l
    leave
init @Account::Count
diagnostic error "'x.h' file not found"
gap "module M" because "C++20 modules are not read"
usr "c:@S@Account" record Account
usr "c:@Balance" @Balance
usr "c:@F@main#" @main
)text";

} // namespace heddle::test

#endif // HEDDLE_TESTS_MODEL_EVERYTHING_H
