// Running totals, of blocks: each element depends on the values alone, which
// nobody changes.
// expect-none
#include <cstdio>
#include <vector>

static void accumulate(double *Totals, const double *Values, int Count) {
#pragma omp parallel for
  for (int I = 1; I < Count; ++I)
    Totals[I] = Values[I - 1] + Values[I];
}

int main() {
  std::vector<double> Values(1000, 1.5), Totals(1000);
  accumulate(Totals.data(), Values.data(), 1000);
  std::printf("%f\n", Totals[999]);
}
