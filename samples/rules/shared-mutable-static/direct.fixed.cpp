// The result is handed over by a future.
// with-rule: shared-mutable-static
// expect-none
#include <future>
#include <iostream>

long compute(int N) {
  long Result = 0;
  for (int I = 1; I <= N; ++I)
    Result += I;
  return Result;
}

int main() {
  std::future<long> F = std::async(std::launch::async, compute, 100);
  std::cout << F.get() << '\n';
}
