// flags: -std=c++20
// Overloaded operators are calls; <=> and == are rewritten.
namespace std {
struct strong_ordering {
  signed char Value;
  static const strong_ordering less, equal, greater;
  constexpr operator int() const { return Value; }
};
inline constexpr strong_ordering strong_ordering::less{-1};
inline constexpr strong_ordering strong_ordering::equal{0};
inline constexpr strong_ordering strong_ordering::greater{1};
} // namespace std
struct Value {
  int N;
  Value &operator+=(const Value &O) {
    N += O.N;
    return *this;
  }
  friend Value operator+(Value A, const Value &B) { return A += B; }
  Value &operator++();
  Value operator++(int);
  int &operator[](int);
  int operator()(int, int) const;
  Value *operator->();
  bool operator==(const Value &) const = default;
  auto operator<=>(const Value &) const = default;
};
struct Text {
  bool operator==(const char *) const;
};
int all(Value A, Value B) {
  A += B;
  Value C = A + B;
  ++C;
  C++;
  C[1] = 2;
  return C(3, 4) + C->N;
}
bool compare(const Value &A, const Value &B) { return A < B || A != B; }
bool reversed(const Text &T) { return "a" == T && "b" != T; }
bool builtin(int A, int B) { return (A <=> B) > 0; }
int operator""_km(unsigned long long N) { return N; }
int literal() { return 5_km; }
int order(int *P, int N) {
  *P++ = N++;
  *P += N--;
  P[N] <<= 2;
  return (N = 3, *P) + -N + ~N + !N;
}
bool logic(int *P, int N) {
  return (P && *P > 1) || (N && (N ? *P : N) != 2);
}
