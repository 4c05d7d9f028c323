// flags: -std=c++20
// Static initialisation leaves values, dynamic initialisation functions; a
// function's own static is initialised when control first comes by.
struct Guard {
  Guard(int);
  ~Guard();
  int N;
};
int next();
int Zero;
int Number = 3 + 4;
const int Constant = 5;
constinit int Checked = 6;
int Dynamic = next();
int *Pointer = &Number;
Guard Object(1);
Guard Objects[2] = {2, 3};
inline int Shared = next();
struct Class {
  static inline int Inline = next();
  static int Declared;
  static constexpr int Known = 8;
};
int Class::Declared = 9;
extern int Elsewhere;
Guard &singleton() {
  static Guard Only(next());
  return Only;
}
int &counter() {
  static int Plain = 1;
  static int Late = next();
  static const Guard &Bound = Guard(4);
  Plain += Late + Bound.N;
  return Plain;
}
void (*Handlers[])() = {nullptr, [] { ++Zero; }};
const Guard &Extended = Guard(10);
int uses() { return Elsewhere + Class::Inline + Class::Known + Shared; }
