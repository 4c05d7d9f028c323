// The cost of the left half is computed by a task, and used before anybody has
// waited for it.
#include <stdio.h>

static int cost(int From, int To) {
  int Sum = 0;
  for (int I = From; I < To; ++I)
    Sum += I % 5;
  return Sum;
}

int main(void) {
  int Left = 0, All = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp task shared(Left)
    Left = cost(0, 500); // expect: openmp-race(Left) with #use
    All = cost(500, 1000);
    All += Left; // #use
  }
  printf("%d\n", All);
  return 0;
}
