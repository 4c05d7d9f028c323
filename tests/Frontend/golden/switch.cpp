// Fallthrough, ranges, an initialiser, a declaration inside, Duff's device.
struct Guard {
  Guard();
  ~Guard();
};
enum class Colour { Red, Green };
int next();
int fall(int N) {
  int R = 0;
  switch (N) {
  case 1:
    R = 1;
    [[fallthrough]];
  case 2 ... 4:
    R += 2;
    break;
  default:
    return 9;
  }
  return R;
}
int noDefault(Colour C) {
  switch (int K = next(); C) {
  case Colour::Red:
    return K;
  case Colour::Green: {
    Guard G;
    break;
  }
  }
  return 0;
}
void duff(char *To, const char *From, int Count) {
  int N = (Count + 3) / 4;
  switch (Count % 4) {
  case 0:
    do {
      *To++ = *From++;
    case 3:
      *To++ = *From++;
    case 2:
      *To++ = *From++;
    case 1:
      *To++ = *From++;
    } while (--N > 0);
  }
}
