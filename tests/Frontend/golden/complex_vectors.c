// Complex numbers and vectors are values whose parts are not told apart.
typedef float Four __attribute__((vector_size(16)));
typedef int Mask __attribute__((vector_size(16)));
_Complex double Z;
double parts(_Complex double A) {
  Z = A * A + 1.0i;
  __real__ Z = 2;
  return __imag__ Z + __real__ A;
}
Four add(Four A, Four B, Four *Out) {
  *Out = A + B;
  (*Out)[1] = A[2];
  Mask M = A < B;
  return __builtin_shufflevector(A, B, 0, 1, 4, 5) + (Four){1, M[0]};
}
