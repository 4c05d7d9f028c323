//===- LowerLambda.cpp - Lambdas --------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A lambda expression fills the fields of its closure; inside its body a
/// captured variable is a field of `this`, through the reference if it was
/// captured by reference. Reading the capture itself is no access: nobody
/// writes it after the closure is made.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/FunctionLowerer.h"

using namespace clang;
using namespace heddle;

void FunctionLowerer::lambda(PlaceId Dest, const LambdaExpr *E) {
  const CXXRecordDecl *RD = E->getLambdaClass();
  L.record(RD);
  size_t Depth = Stack.size();
  auto Field = RD->field_begin();
  auto Capture = E->capture_begin();
  for (const Expr *Init : E->capture_inits()) {
    const FieldDecl *FD = *Field++;
    SourceRange R = Capture != E->capture_end() ? Capture->getLocation()
                                                : E->getSourceRange();
    if (Capture != E->capture_end())
      ++Capture;
    if (!Init)
      continue; // a captured VLA bound
    PlaceId Place = fieldOf(Dest, FD, R);
    initMember(Place, FD->getType(), Init, R);
    pushDestroy(Place, FD->getType(), R, /*UnwindOnly=*/true);
  }
  dropParts(Depth);
}

void FunctionLowerer::enterLambda(const CXXMethodDecl *MD) {
  Closure = MD->getParent();
  Closure->getCaptureFields(Captures, ThisCapture);
}

std::optional<PlaceId> FunctionLowerer::captured(const ValueDecl *D,
                                                 SourceRange R) {
  if (!Closure)
    return std::nullopt;
  auto It = Captures.find(D);
  const auto *VD = dyn_cast<VarDecl>(D);
  if (It == Captures.end() || (VD && (Vars.count(VD) || Renamed.count(VD))))
    return std::nullopt;
  const FieldDecl *Field = It->second;
  PlaceId Object = PlaceId::None;
  QualType ClosureType = QualType(Ctx.getCanonicalTagType(Closure));
  if (valid(This)) {
    Object = deref(B.valueTerm(B.localPlace(This)), ClosureType);
  } else if (FD && FD->getNumParams() > 0 && Vars.count(FD->getParamDecl(0))) {
    // `[x](this auto &&Self)`: the closure is the explicit parameter.
    const ParmVarDecl *Self = FD->getParamDecl(0);
    Object = throughReference(B.localPlace(Vars[Self]), Self->getType());
  } else {
    return std::nullopt;
  }
  return throughReference(fieldOf(Object, Field, R), Field->getType());
}

const CXXMethodDecl *
FunctionLowerer::lambdaConversionTarget(const CXXConversionDecl *Conv) {
  const CXXRecordDecl *Closure = Conv->getParent();
  CXXMethodDecl *Call = Closure->getLambdaCallOperator();
  FunctionTemplateDecl *Generic = Call->getDescribedFunctionTemplate();
  const TemplateArgumentList *Args = Conv->getTemplateSpecializationArgs();
  if (!Generic || !Args)
    return Call;
  void *InsertPos = nullptr;
  FunctionDecl *Instance =
      Generic->findSpecialization(Args->asArray(), InsertPos);
  return Instance ? cast<CXXMethodDecl>(Instance) : Call;
}
