// Two loops in one region. The first has nowait, so that a thread that is done
// with its share begins to read what others have not written yet.
#include <stdio.h>

enum { Count = 256 };
static int Squares[Count], Mirrored[Count];

int main(void) {
#pragma omp parallel
  {
#pragma omp for nowait
    for (int I = 0; I < Count; ++I)
      Squares[I] = I * I; // expect: openmp-race(Squares) with #read
#pragma omp for
    for (int I = 0; I < Count; ++I)
      Mirrored[I] = Squares[Count - 1 - I]; // #read
  }
  printf("%d\n", Mirrored[0]);
  return 0;
}
