// Classes, enums and functions that live inside of functions.
int next();
int local() {
  struct Counter {
    int N = next();
    int step() { return ++N; }
    ~Counter() { next(); }
  };
  enum { Ten = 10 };
  extern int Outside;
  Counter C;
  return C.step() + Ten + Outside;
}
namespace {
int hidden() { return next(); }
} // namespace
static int internal() { return hidden(); }
inline namespace v1 {
int versioned() { return internal(); }
} // namespace v1
namespace alias = v1;
int callsAlias() { return alias::versioned(); }
union Cell {
  int I;
  float F;
  Cell() : F(1) {}
};
float cells() {
  Cell C;
  return C.F;
}
