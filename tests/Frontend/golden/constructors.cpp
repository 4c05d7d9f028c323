// Delegating, inheriting, default member initialisers, implicit copies.
struct Part {
  Part();
  Part(int);
  Part(const Part &);
  Part(Part &&) noexcept;
  Part &operator=(const Part &);
  ~Part();
};
struct Whole {
  int N = 1;
  Part P{2};
  const int *Self = &N;
  Whole(int M) : N(M) {}
  Whole() : Whole(3) { N = 4; }
};
struct Inherits : Whole {
  using Whole::Whole;
  int Extra = 5;
};
struct Implicit {
  Part P;
  int Numbers[2];
};
struct Aggregate : Part {
  int A, B = A + 1;
};
void delegates() { Whole W; }
void inherits() { Inherits I(6); }
void copies(const Implicit &From) {
  Implicit A = From;
  Implicit B = static_cast<Implicit &&>(A);
  B = A;
}
void aggregate() { Aggregate A{Part(7), 8}; }
void value() {
  int *P = new int();
  Implicit I = Implicit();
  *P = I.Numbers[0];
}
