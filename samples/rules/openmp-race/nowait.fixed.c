// Two loops in one region; behind the first all threads wait for each other.
// expect-none
#include <stdio.h>

enum { Count = 256 };
static int Squares[Count], Mirrored[Count];

int main(void) {
#pragma omp parallel
  {
#pragma omp for
    for (int I = 0; I < Count; ++I)
      Squares[I] = I * I;
#pragma omp for
    for (int I = 0; I < Count; ++I)
      Mirrored[I] = Squares[Count - 1 - I];
  }
  printf("%d\n", Mirrored[0]);
  return 0;
}
