// An exception that would leave a noexcept function ends the program.
void mayThrow();
void never() noexcept;
struct Guard {
  ~Guard();
};
void terminates() noexcept {
  Guard G;
  mayThrow();
}
void catchesItself() noexcept {
  try {
    mayThrow();
  } catch (...) {
  }
}
void conditional() noexcept(sizeof(int) == 4) { mayThrow(); }
void nothingToDo() {
  Guard G;
  never();
}
bool asks() { return noexcept(mayThrow()); }
