//===- Fields.h - The fields of every struct of the model ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The one place that lists the fields of the model's structs, in the order of
/// the binary form. Writing, reading, hashing and checking ids are visitors
/// over these lists, so a field that is added here is handled by all of them,
/// and one that is forgotten here does not compile.
///
/// A visitor is called with all fields at once: `fields(E, [](auto &...F) {})`.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_FIELDS_H
#define HEDDLE_MODEL_FIELDS_H

#include "analyzer/Model/Module.h"

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace heddle {

/// Converts to whatever a field is: to find out how many a struct has.
struct AnyField {
  template <class T> operator T() const;
};

/// The number of fields of the aggregate \p T: the most that its braces take.
template <class T, class... Tried> consteval size_t fieldCount() {
  if constexpr (requires { T{Tried()..., AnyField()}; })
    return fieldCount<T, Tried..., AnyField>();
  else
    return sizeof...(Tried);
}

template <class T, class U>
concept Is = std::is_same_v<std::remove_const_t<T>, U>;

#define HEDDLE_FIELDS(TYPE, ...)                                               \
  template <Is<TYPE> T> void fields(T &X, auto &&Visit) {                      \
    static_assert(std::tuple_size_v<decltype(std::tie(__VA_ARGS__))> ==        \
                      fieldCount<TYPE>(),                                      \
                  "a field of " #TYPE " is missing here");                     \
    Visit(__VA_ARGS__);                                                        \
  }

// Positions.
HEDDLE_FIELDS(SourceFile, X.Path, X.Kind)
HEDDLE_FIELDS(DeclPosition, X.File, X.Line, X.Column, X.EndLine, X.EndColumn)
HEDDLE_FIELDS(RelativeRange, X.Line, X.Column, X.EndLine, X.EndColumn, X.File,
              X.Origin)
HEDDLE_FIELDS(MacroOrigin, X.Macro, X.Definition)
HEDDLE_FIELDS(Positions, X.Events, X.Terminators, X.Locals, X.Origins)

// Types and declarations.
HEDDLE_FIELDS(Type, X.Kind, X.Signed, X.Const, X.Volatile, X.Variadic,
              X.SizeBytes, X.AlignBytes, X.Elem, X.Record, X.Count, X.Params,
              X.Spelling)
HEDDLE_FIELDS(FieldRef, X.Record, X.Index)
HEDDLE_FIELDS(AttributePath, X.Root, X.Param, X.Global, X.Fields, X.Negative,
              X.Text)
HEDDLE_FIELDS(Attribute, X.Kind, X.Args, X.SuccessValue)
HEDDLE_FIELDS(Field, X.Name, X.Type, X.OffsetBits, X.BitWidth, X.Access,
              X.Mutable, X.CaptureByRef, X.CaptureThis, X.Attributes, X.Pos)
HEDDLE_FIELDS(BaseClass, X.Record, X.OffsetBits, X.Virtual, X.Access)
HEDDLE_FIELDS(TemplateArg, X.Type, X.IsValue, X.Value, X.Spelling)
HEDDLE_FIELDS(Record, X.Usr, X.Name, X.Spelling, X.Kind, X.Complete, X.System,
              X.Polymorphic, X.TriviallyCopyable, X.SizeBytes, X.AlignBytes,
              X.TemplateArgs, X.Bases, X.Fields, X.Methods, X.Destructor,
              X.CallOperators, X.Attributes, X.Pos)
HEDDLE_FIELDS(Global, X.Usr, X.Name, X.Spelling, X.Type, X.Storage,
              X.ThreadLocal, X.Const, X.InternalLinkage, X.Defined, X.System,
              X.Owner, X.Init, X.Teardown, X.HasStaticValue, X.StaticValue,
              X.Attributes, X.Pos)

// Places and terms.
HEDDLE_FIELDS(Place, X.Kind, X.Type, X.Local, X.Global, X.Func, X.Field, X.Base,
              X.Index, X.Pointer, X.Text)
HEDDLE_FIELDS(Term, X.Kind, X.Type, X.UnOp, X.BinOp, X.Cast, X.A, X.B, X.P,
              X.Value, X.Real, X.Text)

// Events, in the order of the variant.
HEDDLE_FIELDS(Access, X.Kind, X.P, X.Value, X.Op, X.SizeBytes, X.Order,
              X.Volatile, X.Init, X.Rest, X.Via)
HEDDLE_FIELDS(Assign, X.P, X.Value)
HEDDLE_FIELDS(Call, X.Callee, X.Target, X.Virtual, X.Implicit, X.MayThrow,
              X.ResultUsed, X.Result, X.Args, X.LastOwner)
HEDDLE_FIELDS(Acquire, X.Lock, X.Mode, X.Recursive, X.Spin, X.Guard,
              X.AtomicGroup)
HEDDLE_FIELDS(Release, X.Lock, X.Mode, X.AnyMode, X.Guard, X.IfHeld)
HEDDLE_FIELDS(TryAcquire, X.Lock, X.Mode, X.Recursive, X.Timed, X.Guard,
              X.Result, X.ByValue, X.Success, X.ResultUsed)
HEDDLE_FIELDS(GuardOp, X.Op, X.Guard, X.Lock, X.From, X.Mode, X.Result)
HEDDLE_FIELDS(SyncObject, X.Op, X.Kind, X.P, X.Recursive, X.Count, X.Untimed)
HEDDLE_FIELDS(Spawn, X.Kind, X.Handle, X.Target, X.Args, X.JoinsOnDestroy,
              X.Detached, X.Lazy, X.Result, X.Role)
HEDDLE_FIELDS(Join, X.Handle, X.Try, X.IfJoinable, X.Result, X.Group, X.Deep)
HEDDLE_FIELDS(ThreadOp, X.Op, X.Handle, X.From, X.Result, X.Value)
HEDDLE_FIELDS(Wait, X.Condition, X.Lock, X.Guard, X.HasPredicate, X.Timed,
              X.Result, X.ResultUsed)
HEDDLE_FIELDS(Notify, X.Condition, X.All)
HEDDLE_FIELDS(SemaphoreOp, X.Op, X.P, X.Count, X.Result)
HEDDLE_FIELDS(BarrierOp, X.Op, X.P)
HEDDLE_FIELDS(LatchOp, X.Op, X.P, X.Count)
HEDDLE_FIELDS(OnceOp, X.Op, X.Flag, X.Target, X.Args)
HEDDLE_FIELDS(FutureOp, X.Op, X.P, X.From, X.Result, X.Value)
HEDDLE_FIELDS(QueueOp, X.Op, X.P, X.Value, X.Result)
HEDDLE_FIELDS(AtomicSection, X.Begin)
HEDDLE_FIELDS(Fence, X.Order, X.SignalOnly)
HEDDLE_FIELDS(Allocate, X.Op, X.Result, X.Type, X.Count, X.Zeroed)
HEDDLE_FIELDS(Free, X.Op, X.Pointer)
HEDDLE_FIELDS(Assume, X.Condition, X.IsAssert)
HEDDLE_FIELDS(ProcessOp, X.Op, X.Result)
HEDDLE_FIELDS(Havoc, X.Reason, X.Text, X.Touched, X.Result)
HEDDLE_FIELDS(Scope, X.Begin, X.Local)
HEDDLE_FIELDS(Suspend, X.Op)
HEDDLE_FIELDS(Throw, X.Value, X.Type)
HEDDLE_FIELDS(Catch, X.Type, X.P)
HEDDLE_FIELDS(Return, X.Value)
HEDDLE_FIELDS(Block, X.Op, X.Via)
HEDDLE_FIELDS(UnsafeCall, X.Via, X.State, X.Instead)
HEDDLE_FIELDS(ParallelRegion::Clause, X.Local, X.Global, X.Sharing)
HEDDLE_FIELDS(ParallelRegion, X.Op, X.Name, X.NoWait, X.NumThreads, X.Clauses)
HEDDLE_FIELDS(TeamBarrier, X.Implicit)
HEDDLE_FIELDS(IterationPartition, X.Induction, X.Lower, X.Upper, X.Step)
HEDDLE_FIELDS(MayThrow, X.Via)
HEDDLE_FIELDS(TaskDependence, X.P, X.Out)

// Bodies, functions, modules.
HEDDLE_FIELDS(Local, X.Name, X.Type, X.Kind)
HEDDLE_FIELDS(SwitchCase, X.Low, X.High)
HEDDLE_FIELDS(Terminator, X.Kind, X.Cond, X.Succs, X.Cases)
HEDDLE_FIELDS(BasicBlock, X.Events, X.Term, X.Unwind, X.Loop)
HEDDLE_FIELDS(Loop, X.Kind, X.Header, X.Parent, X.Induction, X.Lower, X.Upper,
              X.Step)
HEDDLE_FIELDS(Body, X.Locals, X.Places, X.Terms, X.Blocks, X.Loops)
HEDDLE_FIELDS(Function, X.Usr, X.Name, X.Spelling, X.Kind, X.Parent, X.Result,
              X.Params, X.ParamNames, X.TemplateArgs, X.Access, X.Virtual,
              X.Const, X.Noexcept, X.NoReturn, X.Variadic, X.InternalLinkage,
              X.Implicit, X.Inline, X.System, X.Coroutine, X.Overrides,
              X.Attributes, X.Definition, X.Table, X.Pos, X.NamePos)
HEDDLE_FIELDS(DataModel, X.PointerBytes, X.LongBytes, X.CharSigned)
HEDDLE_FIELDS(CompileDiagnostic, X.Severity, X.Pos, X.Message)
HEDDLE_FIELDS(NotLowered, X.What, X.Why, X.Pos)
HEDDLE_FIELDS(Module, X.Name, X.Lang, X.Data, X.Files, X.Types, X.Records,
              X.Globals, X.Functions, X.InitOrder, X.Diagnostics, X.Gaps)

#undef HEDDLE_FIELDS

/// The strong ids of Ids.h: enumerations of 32 bits.
template <class T>
concept StrongId = std::is_same_v<T, FileId> || std::is_same_v<T, TypeId> ||
                   std::is_same_v<T, RecordId> || std::is_same_v<T, GlobalId> ||
                   std::is_same_v<T, FuncId> || std::is_same_v<T, LocalId> ||
                   std::is_same_v<T, TermId> || std::is_same_v<T, PlaceId> ||
                   std::is_same_v<T, BlockId> || std::is_same_v<T, LoopId>;

} // namespace heddle

#endif // HEDDLE_MODEL_FIELDS_H
