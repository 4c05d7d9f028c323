// flags: -std=c++17
// Operands with effects are kept before later ones can change them.
int next();
int Global;
struct Chain {
  Chain &put(int);
};
int left() { return Global + next(); }
void rightFirst(int *P) { P[next()] = Global; }
void chain(Chain &C) { C.put(next()).put(next()); }
int arguments(int A, int B);
int call() { return arguments(Global, next()); }
int conditional(int N) { return N ? next() : Global; }
int &lvalue(bool B, int &X) { return B ? X : Global; }
int elvis(int N) { return N ?: next(); }
void comma(int N) { N = (next(), Global); }
void compound(int *P) { *P += next(); }
void swap(int &A, int &B) {
  int T = A;
  A = B;
  B = T;
}
