// GNU's ({ }): a block with a value, and with destructors.
struct Guard {
  Guard();
  ~Guard();
  int N;
};
int next();
int scalar() {
  return ({
    int A = next();
    A * 2;
  });
}
int guarded() {
  int R = ({
    Guard G;
    G.N;
  });
  return R;
}
Guard object() {
  return ({
    next();
    Guard();
  });
}
int leaves(int N) {
  int R = ({
    if (N)
      return 7;
    N + 1;
  });
  return R;
}
