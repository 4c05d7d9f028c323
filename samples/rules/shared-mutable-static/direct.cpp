// The thread leaves its result in a global variable; only the join protects it.
// with-rule: shared-mutable-static
#include <iostream>
#include <thread>

long Result = 0; // expect: shared-mutable-static(Result) with #written; likely

void compute(int N) {
  for (int I = 1; I <= N; ++I)
    Result += I; // #written
}

int main() {
  std::thread T(compute, 100);
  T.join();
  std::cout << Result << '\n';
}
