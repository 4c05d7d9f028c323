/* The highest number so far is compared before there is one. */
#include <stdatomic.h>
#include <stdio.h>

static int sum(const int *numbers, int n) {
  _Atomic int best; // #declared
  int total = 0;
  for (int i = 0; i < n; ++i) {
    total += numbers[i];
    if (numbers[i] > best) // expect: uninitialized-atomic(best) with #declared; certain
      best = numbers[i];
  }
  return total + best;
}

int main(void) {
  int numbers[] = {3, 1, 4};
  printf("%d\n", sum(numbers, 3));
  return 0;
}
