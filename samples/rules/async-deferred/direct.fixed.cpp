// The first sum is built in a thread of its own, beside the second one.
// with-rule: async-deferred
// expect-none
#include <future>
#include <iostream>

long sum(long From, long To) {
  long Result = 0;
  for (long I = From; I < To; ++I)
    Result += I;
  return Result;
}

int main() {
  auto Low = std::async(std::launch::async, sum, 0, 50000);
  long High = sum(50000, 100000);
  std::cout << Low.get() + High << '\n';
}
