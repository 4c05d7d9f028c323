/* The first number is the highest to begin with. */
// expect-none
#include <stdatomic.h>
#include <stdio.h>

static int sum(const int *numbers, int n) {
  _Atomic int best = n > 0 ? numbers[0] : 0;
  int total = 0;
  for (int i = 0; i < n; ++i) {
    total += numbers[i];
    if (numbers[i] > best)
      best = numbers[i];
  }
  return total + best;
}

int main(void) {
  int numbers[] = {3, 1, 4};
  printf("%d\n", sum(numbers, 3));
  return 0;
}
