// Designated initialisers, compound literals, unions, strings.
struct Point {
  int X, Y;
  int Tag[3];
};
union Value {
  int I;
  float F;
  struct Point P;
};
struct Point *keep(struct Point *);
int Global[5] = {[3] = 1, [1] = 2};
struct Point Ends[2] = {[1].Y = 4};
const char *Names[] = {"one", "two"};
void designated(int N) {
  struct Point P = {.Y = N, .Tag = {[1] = N}};
  union Value V = {.F = 1};
  int A[] = {[0 ... 2] = N, [4] = 1};
  keep(&P);
  P.X = A[0] + V.I;
}
struct Point *compound(int N) {
  keep(&(struct Point){N, .Tag = {1, 2}});
  int *Numbers = (int[]){N, N + 1};
  Numbers[1] = 3;
  return keep(&(struct Point){.X = *Numbers});
}
void strings(void) {
  char Text[] = "abc", Longer[8] = "de";
  const char *P = "fgh";
  Text[0] = Longer[1];
  Longer[2] = *P;
}
void copies(struct Point P) {
  struct Point Q = P, R;
  R = Q;
  struct Point Nested[2] = {P, {.X = 1}};
  R = Nested[1];
}
