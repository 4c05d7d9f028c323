// flags: -std=c++20
// Constraints choose an overload; nothing of them runs.
template <class T>
concept Small = sizeof(T) <= 4 && requires(T V) { V + 1; };
int choose(Small auto V) { return V; }
int choose(auto V) { return 2; }
struct Big {
  long L[2];
};
int calls() { return choose(1) + choose(Big()); }
template <class T> int asks(T V) {
  if constexpr (requires { V.size(); })
    return V.size();
  else
    return -1;
}
int both() { return asks(1) + Small<int>; }
