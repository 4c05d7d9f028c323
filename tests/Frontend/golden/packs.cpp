// flags: -std=c++20
// Packs are expanded, folds are the expressions they stand for.
int use(int);
template <class... Ts> int sum(Ts... Values) { return (0 + ... + Values); }
template <class... Ts> bool any(Ts... Values) { return (... || Values); }
template <class... Ts> void each(Ts... Values) { (use(Values), ...); }
template <class... Ts> int forwarded(Ts &&...Values) {
  return sum(use(Values)...) + static_cast<int>(sizeof...(Ts));
}
int calls(bool B) {
  each(1, 2);
  return sum(1, 2, 3) + any(B, false) + forwarded(4, 5) + sum();
}
template <class... Bases> struct All : Bases... {
  All(const Bases &...B) : Bases(B)... {}
  using Bases::operator()...;
};
template <class... Bases> All(Bases...) -> All<Bases...>;
int visit() {
  All Both([](int N) { return N; }, [](char C) { return C + 1; });
  return Both(1) + Both('a');
}
