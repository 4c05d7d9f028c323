// Variable arguments are not followed: each va_arg is a havoc.
int sum(int N, ...) {
  __builtin_va_list List, Copy;
  int R = 0;
  __builtin_va_start(List, N);
  __builtin_va_copy(Copy, List);
  while (N--)
    R += __builtin_va_arg(List, int);
  int *P = __builtin_va_arg(Copy, int *);
  *P = R;
  __builtin_va_end(List);
  __builtin_va_end(Copy);
  return R;
}
int call(int *P) { return sum(2, 1, 2L, P); }
