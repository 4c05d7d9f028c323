// Jumps leave scopes: forwards, backwards and out of nested ones.
struct Guard {
  Guard();
  ~Guard();
};
bool more();
void retry() {
Again:
  Guard G;
  if (more())
    goto Again;
}
int cleanup(int N) {
  int R = -1;
  {
    Guard G;
    if (N == 0)
      goto Fail;
    R = 0;
  }
Fail:
  return R;
}
void outOfLoops() {
  for (;;) {
    Guard Outer;
    while (more()) {
      Guard Inner;
      if (more())
        goto Done;
    }
  }
Done:;
}
