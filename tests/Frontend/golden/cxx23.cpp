// flags: -std=c++23
// Deducing this, subscripts of several indices, static call operators,
// [[assume]], auto(x), literals for size_t.
struct Grid {
  int Cells[4];
  int &operator[](int X, int Y) { return Cells[X * 2 + Y]; }
  template <class Self> auto &&first(this Self &&S) { return S.Cells[0]; }
  void set(this Grid &S, int N) { S.Cells[1] = N; }
};
struct Adder {
  static int operator()(int A, int B) { return A + B; }
  static int operator[](int A) { return A; }
};
int uses(Grid &G, const Grid &C) {
  G[1, 0] = 1;
  G.set(2);
  G.first() = 3;
  return C.first() + Adder()(4, 5) + Adder()[6];
}
int assumes(int N) {
  [[assume(N > 0)]];
  return N / 2;
}
int recursive(int N) {
  auto Fib = [](this auto &&Self, int I) -> int {
    return I < 2 ? I : Self(I - 1) + Self(I - 2);
  };
  return Fib(N);
}
int decayCopy(Grid &G) { return auto(G).Cells[2] + auto(G.Cells[3]); }
static constexpr auto Static = [](int N) static { return N; };
int callStatic() { return Static(7); }
int labelAtEnd(bool B) {
  if (B)
    goto End;
  return 1;
End:
  return 2;
}
