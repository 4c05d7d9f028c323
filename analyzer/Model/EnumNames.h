//===- EnumNames.h - The word for every enumerator -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One table a kind: the words of the text form, in the order of the
/// enumerators. The tables also say how many enumerators there are, which is
/// what reading and verifying a module check against. A static_assert catches
/// an enumerator that was appended without a word.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_ENUMNAMES_H
#define HEDDLE_MODEL_ENUMNAMES_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <iterator>
#include <optional>
#include <type_traits>

namespace heddle {

template <class E> struct EnumNames;

#define HEDDLE_ENUM_NAMES(TYPE, LAST, ...)                                     \
  template <> struct EnumNames<TYPE> {                                         \
    static constexpr llvm::StringLiteral Words[] = {__VA_ARGS__};              \
    static_assert(std::size(Words) == static_cast<size_t>(TYPE::LAST) + 1);    \
  }

HEDDLE_ENUM_NAMES(FileKind, System, "main", "user", "system");
HEDDLE_ENUM_NAMES(Language, Cxx, "C", "C++");
HEDDLE_ENUM_NAMES(DiagnosticSeverity, Fatal, "note", "warning", "error",
                  "fatal");

HEDDLE_ENUM_NAMES(TypeKind, Opaque, "void", "bool", "integer", "floating",
                  "complex", "nullptr", "pointer", "reference",
                  "rvalue_reference", "member_pointer", "array", "vector",
                  "record", "enum", "function", "atomic", "opaque");
HEDDLE_ENUM_NAMES(AttributeKind, NoThreadSafetyAnalysis, "capability",
                  "scoped_capability", "guarded_by", "pt_guarded_by",
                  "acquired_before", "acquired_after", "requires",
                  "requires_shared", "acquire", "acquire_shared", "release",
                  "release_shared", "release_generic", "try_acquire",
                  "try_acquire_shared", "excludes", "assert_held",
                  "assert_held_shared", "return_capability",
                  "no_thread_safety_analysis");
HEDDLE_ENUM_NAMES(AttributePath::RootKind, Other, "this", "param", "global",
                  "other");
HEDDLE_ENUM_NAMES(AccessSpecifier, Private, "public", "protected", "private");
HEDDLE_ENUM_NAMES(RecordKind, Lambda, "struct", "class", "union", "lambda");
HEDDLE_ENUM_NAMES(StorageKind, FunctionStatic, "namespace_scope",
                  "static_member", "function_static");

HEDDLE_ENUM_NAMES(PlaceKind, String, "local", "global", "function", "field",
                  "element", "deref", "string");
HEDDLE_ENUM_NAMES(TermKind, Opaque, "int", "float", "null", "value",
                  "address_of", "unary", "binary", "cast", "nondet", "opaque");
HEDDLE_ENUM_NAMES(UnaryOp, LogicalNot, "-", "~", "!");
HEDDLE_ENUM_NAMES(BinaryOp, PtrDiff, "+", "-", "*", "/", "%", "<<", ">>", "&",
                  "|", "^", "==", "!=", "<", "<=", ">", ">=", "ptr+", "ptr-");
HEDDLE_ENUM_NAMES(CastKind, Bits, "numeric", "pointer", "from_integer",
                  "to_integer", "base", "derived", "dynamic", "bits");

HEDDLE_ENUM_NAMES(MemoryOrder, SeqCst, "not_atomic", "relaxed", "consume",
                  "acquire", "release", "acq_rel", "seq_cst");
HEDDLE_ENUM_NAMES(AccessKind, Destroy, "read", "write", "update", "destroy");
HEDDLE_ENUM_NAMES(LockMode, Shared, "exclusive", "shared");
HEDDLE_ENUM_NAMES(GuardOp::OpKind, OwnsLock, "defer", "adopt", "move", "swap",
                  "detach", "empty", "owns_lock");
HEDDLE_ENUM_NAMES(SyncObject::OpKind, Destroy, "init", "destroy");
HEDDLE_ENUM_NAMES(SyncObject::ObjectKind, Other, "mutex", "shared_mutex",
                  "spin", "condition", "semaphore", "barrier", "latch", "once",
                  "thread_attr", "key", "other");
HEDDLE_ENUM_NAMES(ThreadKind, Task, "thread", "jthread", "async", "pthread",
                  "c11", "openmp", "signal_handler", "task");
HEDDLE_ENUM_NAMES(TeamRole, Task, "none", "team", "one", "openmp_task");
HEDDLE_ENUM_NAMES(ThreadOp::OpKind, Number, "detach", "cancel", "exit", "kill",
                  "move", "swap", "joinable", "destroy", "request_stop",
                  "stop_requested", "set_cancel_type", "number");
HEDDLE_ENUM_NAMES(SemaphoreOp::OpKind, Release, "acquire", "try_acquire",
                  "release");
HEDDLE_ENUM_NAMES(BarrierOp::OpKind, TryWait, "wait", "arrive",
                  "arrive_and_drop", "try_wait");
HEDDLE_ENUM_NAMES(LatchOp::OpKind, TryWait, "count_down", "wait",
                  "arrive_and_wait", "try_wait");
HEDDLE_ENUM_NAMES(OnceOp::OpKind, End, "call", "begin", "end");
HEDDLE_ENUM_NAMES(FutureOp::OpKind, Move, "get_future", "set", "set_exception",
                  "get", "wait", "timed_wait", "valid", "share", "move");
HEDDLE_ENUM_NAMES(QueueOp::OpKind, JoinAll, "put", "try_put", "get", "try_get",
                  "close", "size", "task_done", "join_all");
HEDDLE_ENUM_NAMES(Allocate::OpKind, Library, "new", "new_array", "malloc",
                  "alloca", "library");
HEDDLE_ENUM_NAMES(Free::OpKind, Library, "delete", "delete_array", "c_free",
                  "library");
HEDDLE_ENUM_NAMES(ProcessOp::OpKind, ErrorReached, "exit", "quick_exit",
                  "abort", "fork", "exec", "setjmp", "longjmp",
                  "error_reached");
HEDDLE_ENUM_NAMES(HavocReason, OpenMP, "inline_assembly", "unknown_call",
                  "erroneous_code", "dependent_code", "exotic",
                  "member_pointer", "var_args", "module", "budget", "long_jump",
                  "openmp");
HEDDLE_ENUM_NAMES(Suspend::OpKind, Final, "await", "yield", "initial", "final");
HEDDLE_ENUM_NAMES(Block::OpKind, System, "sleep", "yield", "input", "output",
                  "system");
HEDDLE_ENUM_NAMES(DataSharing, ThreadPrivate, "shared", "private",
                  "firstprivate", "lastprivate", "reduction", "threadprivate");
HEDDLE_ENUM_NAMES(ParallelRegion::OpKind, EndSection, "begin_parallel",
                  "end_parallel", "begin_for", "end_for", "begin_sections",
                  "end_sections", "begin_single", "end_single", "begin_master",
                  "end_master", "begin_critical", "end_critical",
                  "begin_atomic", "end_atomic", "begin_ordered", "end_ordered",
                  "begin_task", "end_task", "task_wait", "begin_simd",
                  "end_simd", "begin_target", "end_target", "other",
                  "begin_section", "end_section");

HEDDLE_ENUM_NAMES(LocalKind, Temporary, "this", "param", "var", "temp");
HEDDLE_ENUM_NAMES(TerminatorKind, Unreachable, "goto", "branch", "switch",
                  "indirect", "leave", "resume", "unreachable");
HEDDLE_ENUM_NAMES(LoopKind, Goto, "for", "while", "do", "range_for", "goto");
HEDDLE_ENUM_NAMES(FunctionKind, GlobalTeardown, "plain", "method",
                  "static_method", "constructor", "destructor", "conversion",
                  "lambda_call", "global_init", "global_teardown");

#undef HEDDLE_ENUM_NAMES

/// An enumeration with a table of words, as against an id.
template <class E>
concept NamedEnum = requires { EnumNames<E>::Words; };

template <NamedEnum E> llvm::StringRef wordOf(E Value) {
  return EnumNames<E>::Words[static_cast<size_t>(Value)];
}

template <NamedEnum E> std::optional<E> enumOf(llvm::StringRef Word) {
  for (size_t I = 0; I != std::size(EnumNames<E>::Words); ++I)
    if (EnumNames<E>::Words[I] == Word)
      return static_cast<E>(I);
  return std::nullopt;
}

} // namespace heddle

#endif // HEDDLE_MODEL_ENUMNAMES_H
