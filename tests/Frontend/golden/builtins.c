// Builtins that compute, and those with a meaning of their own.
int Sink;
int values(int N, unsigned U) {
  return __builtin_expect(N, 1) + __builtin_popcount(U) +
         __builtin_constant_p(N) + (int)__builtin_object_size(&Sink, 0);
}
void *memory(int N, void *From) {
  char *P = __builtin_alloca(N);
  __builtin_memcpy(P, From, N);
  __builtin_memset(P, 0, 4);
  return __builtin_assume_aligned(P, 16);
}
int overflow(int A, int B) {
  int R;
  if (__builtin_add_overflow(A, B, &R))
    __builtin_trap();
  return R;
}
int ends(int N) {
  switch (N) {
  case 0:
    return 1;
  }
  __builtin_unreachable();
}
unsigned long offsets(void) {
  struct S {
    int A, B[4];
  };
  return __builtin_offsetof(struct S, B) + _Alignof(struct S);
}
void jumps(int N) {
  static void *Buffer[5];
  if (__builtin_setjmp(Buffer))
    Sink = N;
  else
    __builtin_longjmp(Buffer, 1);
}
