// A picture is made brighter, row by row. Level is declared where old C wants
// it, in front of everything, and so there is one for all threads.
#include <stdio.h>

enum { Rows = 64,
       Columns = 48 };
static int Picture[Rows][Columns];

static void brighten(int By) {
  int Row, Column, Level;
#pragma omp parallel for private(Column)
  for (Row = 0; Row < Rows; ++Row)
    for (Column = 0; Column < Columns; ++Column) {
      Level = Picture[Row][Column] + By;                // expect: openmp-race(Level)
      Picture[Row][Column] = Level > 255 ? 255 : Level;
    }
}

int main(void) {
  brighten(20);
  printf("%d\n", Picture[3][4]);
  return 0;
}
