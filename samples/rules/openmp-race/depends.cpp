// Running totals: each element needs the one before it, which another thread
// may not have computed yet.
#include <cstdio>
#include <vector>

static void accumulate(double *Totals, const double *Values, int Count) {
#pragma omp parallel for
  for (int I = 1; I < Count; ++I)
    Totals[I] = Totals[I - 1] + Values[I]; // expect: openmp-race(Totals)
}

int main() {
  std::vector<double> Values(1000, 1.5), Totals(1000);
  accumulate(Totals.data(), Values.data(), 1000);
  std::printf("%f\n", Totals[999]);
}
