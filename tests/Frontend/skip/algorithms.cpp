// Callables that only algorithms call, with types that only they know.
#include <algorithm>
#include <functional>
#include <iostream>
#include <iterator>
#include <numeric>
#include <ranges>
#include <regex>
#include <string>
#include <vector>

int Seen;

template <class T> struct Point {
  T X, Y;
  template <class U> Point &operator+=(const Point<U> &O) {
    X += O.X;
    ++Seen;
    return *this;
  }
};
template <class T> Point<T> operator+(Point<T> A, const Point<T> &B) {
  return A += B;
}
template <class T>
std::ostream &operator<<(std::ostream &OS, const Point<T> &P) {
  ++Seen;
  return OS << P.X;
}
template <class T> bool operator<(const Point<T> &A, const Point<T> &B) {
  return A.X < B.X;
}
template <class T> void swap(Point<T> &A, Point<T> &B) {
  ++Seen;
  Point<T> C = A;
  A = B;
  B = C;
}

// An iterator of the user's: its operators are called by the library alone.
template <class T> struct Stride {
  using iterator_category = std::forward_iterator_tag;
  using value_type = T;
  using difference_type = std::ptrdiff_t;
  using pointer = T *;
  using reference = T &;
  T *At;
  reference operator*() const { return *At; }
  Stride &operator++() {
    At += 2;
    ++Seen;
    return *this;
  }
  Stride operator++(int) {
    Stride Old = *this;
    ++*this;
    return Old;
  }
  friend bool operator==(Stride A, Stride B) { return A.At == B.At; }
  friend bool operator!=(Stride A, Stride B) { return A.At != B.At; }
};

struct IsOdd {
  template <class T> bool operator()(T X) const {
    ++Seen;
    return X % 2;
  }
};

template <class T> struct Traits;
template <> struct Traits<int> {
  static void touch(int X) { Seen += X; }
};
struct Touch {
  template <class T> void operator()(T X) { Traits<T>::touch(X); }
};

template <class T> int twice(T X) {
  Seen += X;
  return 2 * X;
}

int main() {
  std::vector<int> V{5, 2, 8, 1};
  std::vector<Point<int>> Points{{3, 4}, {1, 2}, {9, 9}};
  std::sort(V.begin(), V.end(), [](auto A, auto B) { return ++Seen, A < B; });
  std::sort(Points.begin(), Points.end());
  std::reverse(Points.begin(), Points.end());
  std::for_each(V.begin(), V.end(), Touch());
  std::count_if(V.begin(), V.end(), std::not_fn(IsOdd()));
  std::transform(V.begin(), V.end(), V.begin(), twice<int>);
  std::accumulate(Points.begin(), Points.end(), Point<int>{0, 0});
  std::copy(Points.begin(), Points.end(),
            std::ostream_iterator<Point<int>>(std::cout, "\n"));
  std::fill(Stride<int>{V.data()}, Stride<int>{V.data() + 4}, 7);
  std::function<long(short)> Erased = [](auto X) { return long(++Seen + X); };
  Erased(3);
  std::function<int(int)> Plain = twice<int>;
  std::invoke(IsOdd(), 3L);
  for (auto X : V | std::views::filter(IsOdd()) |
                    std::views::transform([](auto X) { return twice(X); }))
    Seen += X;
  std::ranges::for_each(V, [](auto &X) { X = ++Seen; });
  std::ranges::sort(Points, std::less<>(), [](const auto &P) { return P.Y; });
  std::generate_n(std::back_inserter(V), 3, [N = 0]() mutable { return ++N; });
  std::string Text =
      std::regex_replace(std::string("abc"), std::regex("b"), "x");
  std::cout << Text << Points[0] << '\n';
}
