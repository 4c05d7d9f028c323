// flags: -std=c++23
// Decided at compile time: nothing of it is left.
constexpr int square(int N) { return N * N; }
consteval int cube(int N) { return N * N * N; }
int runtime(int);
int chosen(int N) {
  if consteval {
    return square(N);
  } else {
    return runtime(N);
  }
}
template <class T> int kind() {
  if constexpr (sizeof(T) == 1)
    return 1;
  else
    return runtime(sizeof(T));
}
int kinds() { return kind<char>() + kind<int>(); }
int values() {
  constexpr int A = square(3);
  int B = square(4);
  int Array[square(2)] = {};
  return A + B + cube(2) + Array[0];
}
static_assert(square(2) == 4);
