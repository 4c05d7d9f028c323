// Locals die in reverse order on every way out of their scope; members after
// the destructor's body, bases after members.
struct Guard {
  Guard(int);
  ~Guard();
};
struct Base {
  ~Base();
};
struct Derived : Base {
  Guard First{1}, Second{2};
  ~Derived();
  void work();
};
Derived::~Derived() { work(); }

int earlyReturn(bool B) {
  Guard Outer(1);
  if (B) {
    Guard Inner(2);
    return 1;
  }
  return 2;
}
void loopExits(int N) {
  for (int I = 0; I < N; ++I) {
    Guard G(I);
    if (I == 3)
      continue;
    if (I == 5)
      break;
  }
}
void arrays() { Guard Both[2] = {1, 2}; }
void parameter(Guard ByValue) {}
void callParameter() { parameter(Guard(1)); }
