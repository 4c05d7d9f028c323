// Arrays of variable length: bounds are evaluated where the array is declared.
int next(void);
int sum(int N, int A[N]) {
  int Copy[N][2], R = 0;
  for (int I = 0; I < N; ++I) {
    Copy[I][0] = A[I];
    R += Copy[I][0];
  }
  return R;
}
unsigned long sizes(int N) {
  char Buffer[next()];
  typedef int Row[N++];
  Row R;
  R[0] = 1;
  return sizeof(Buffer) + sizeof(int[N++]) + R[0];
}
