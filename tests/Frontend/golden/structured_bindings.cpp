// Names for the elements of an array, the members of a struct, or what get
// gives.
namespace std {
template <class T> struct tuple_size;
template <unsigned long N, class T> struct tuple_element;
} // namespace std
struct Pair {
  int First;
  long Second;
};
struct Like {
  int Hidden[2];
  template <unsigned long N> int &get() { return Hidden[N]; }
};
template <> struct std::tuple_size<Like> {
  static constexpr int value = 2;
};
template <unsigned long N> struct std::tuple_element<N, Like> {
  using type = int;
};
Pair make();
int array() {
  int Two[2] = {1, 2};
  auto &[A, B] = Two;
  auto [C, D] = Two;
  A = D;
  return B + C;
}
long structure(Pair &P) {
  auto &[F, S] = P;
  F = 1;
  auto [X, Y] = make();
  return S + X + Y;
}
int tupleLike(Like &L) {
  auto &[A, B] = L;
  A = 2;
  return B;
}
