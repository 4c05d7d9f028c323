// One per thread, initialised in each.
struct Guard {
  Guard(int);
  ~Guard();
  int N;
};
int next();
thread_local int Zero;
thread_local int Dynamic = next();
thread_local Guard Object(1);
__thread int Gnu = 2;
extern thread_local int Elsewhere;
struct Class {
  static thread_local int Member;
};
thread_local int Class::Member = next();
int uses() {
  thread_local int Local = next();
  static thread_local Guard Own(3);
  ++Local;
  return Zero + Dynamic + Object.N + Gnu + Elsewhere + Class::Member + Own.N;
}
