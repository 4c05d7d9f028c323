// flags: -std=c++20
// Every form of capture; a lambda is an object of a class with a call operator.
struct Counter {
  int N = 0;
  void byThis() {
    auto F = [this] { ++N; };
    F();
  }
  void byCopy() {
    auto F = [*this]() mutable { ++N; };
    F();
  }
  void byDefault() {
    int Local = 1;
    auto F = [=, this] { N += Local; };
    F();
  }
};
void references() {
  int X = 1, Y = 2;
  auto F = [&X, Y] { X = Y; };
  F();
  auto All = [&] { X = Y; };
  All();
}
void init() {
  int X = 1;
  auto F = [N = X + 1, &R = X] { R = N; };
  F();
}
void mutableCopy() {
  int X = 1;
  auto F = [X]() mutable { return ++X; };
  F();
}
template <class... Ts> void pack(Ts... Values) {
  auto F = [Values...] { return (Values + ... + 0); };
  F();
  auto G = [... Kept = Values] { return (Kept + ... + 0); };
  G();
}
template void pack(int, long);
void generic() {
  auto F = [](auto A, auto &B) { B = A; };
  int X;
  long Y;
  F(1, X);
  F(2, Y);
}
void nested() {
  int X = 0;
  auto F = [&X] {
    auto G = [&X] { ++X; };
    G();
  };
  F();
}
void toPointer() {
  void (*P)(int *) = [](int *Q) { *Q = 1; };
  int X;
  P(&X);
}
void structured() {
  int Pair[2] = {1, 2};
  auto [A, B] = Pair;
  auto F = [A, &B] { B = A; };
  F();
}
