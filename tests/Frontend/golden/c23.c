// flags: -std=c23
// nullptr, constexpr, typeof, auto, enums with a fixed type, #embed, empty
// initialisers, labels before declarations.
enum Small : unsigned char { One = 1, Two };
constexpr int Limit = 3;
static const unsigned char Self[] = {
#embed __FILE__ limit(4)
};
int uses(int *P) {
  auto N = Limit;
  typeof(N) M = One;
  typeof_unqual(const int) K = {};
  enum Small S = Two;
  if (P == nullptr)
    P = &M;
  bool B = true;
  static_assert(Limit == 3);
  return *P + N + M + K + S + B + Self[0] + 1'000 + 0b11;
}
int label(int N) {
  goto L;
L:
  int X = N;
  return X;
}
[[noreturn]] void stop(void);
int ends(int N) {
  if (N)
    stop();
  return 1;
}
