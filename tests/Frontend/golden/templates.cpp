// flags: -std=c++20
// What is instantiated is lowered, once for each set of arguments.
template <class T> struct Box {
  T Value;
  void put(T V) { Value = V; }
  static int Count;
};
template <class T> int Box<T>::Count = 0;
template <> struct Box<bool> {
  char Bit;
  void put(bool V) { Bit = V; }
};
template <class T> struct Box<T *> {
  T *Where;
  void put(T *V) { *Where = *V; }
};
void boxes(int *P) {
  Box<int> A;
  A.put(1);
  ++Box<int>::Count;
  Box<bool> B;
  B.put(true);
  Box<int *> C{P};
  C.put(P);
}
template <class T> T twice(T V) { return V + V; }
template <> double twice(double V) { return V * 2; }
int twiceBoth() { return twice(1) + twice(1.0); }

template <class T> T Zero = T(7);
int variable() { return Zero<int> + Zero<char>; }

void abbreviated(auto &Out, auto In) { Out = In; }
void callAbbreviated() {
  long Out;
  abbreviated(Out, 1);
}
template <int N> int constant() {
  if constexpr (N == 0)
    return 0;
  else
    return N + constant<N - 1>();
}
int callConstant() { return constant<2>(); }
template <template <class> class C> void inner(C<int> &X) { X.put(2); }
void callInner(Box<int> &X) { inner(X); }
