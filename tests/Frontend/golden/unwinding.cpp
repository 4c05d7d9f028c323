// What an exception passes is destroyed on the way to the handler.
struct Guard {
  Guard();
  ~Guard();
};
struct Error {
  Error(int);
  Error(const Error &);
  ~Error();
  int Code;
};
void mayThrow();
void note(int) noexcept;

void throwsBetween() {
  Guard Before;
  mayThrow();
  Guard After;
  mayThrow();
}
int catches() {
  try {
    Guard G;
    mayThrow();
    throw Error(1);
  } catch (const Error &E) {
    return E.Code;
  } catch (int N) {
    throw;
  } catch (...) {
    note(2);
  }
  return 0;
}
void nested() {
  try {
    try {
      mayThrow();
    } catch (Error E) {
      mayThrow();
    }
  } catch (...) {
    throw 3;
  }
}
struct Parts {
  Guard A, B;
  Parts();
};
Parts::Parts() { mayThrow(); }
struct Tries {
  Guard A;
  Tries() try : A() { mayThrow(); } catch (...) { note(4); }
};
Tries T();
void make() { Tries Made; }
struct Temp {
  ~Temp();
  int value();
};
struct Pair {
  Guard A;
  Error B;
};
Temp temporary();
void use(const Pair &);
// Once the pair is whole, its parts are not destroyed by themselves any more.
void parts() { use(Pair{Guard(), Error(temporary().value())}); }
Error *allocated() { return new Error(temporary().value()); }
