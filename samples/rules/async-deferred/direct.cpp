// The two sums may be built one after the other, by main, when it asks for them.
// with-rule: async-deferred
#include <future>
#include <iostream>

long sum(long From, long To) {
  long Result = 0;
  for (long I = From; I < To; ++I)
    Result += I;
  return Result;
}

int main() {
  auto Low = std::async(sum, 0, 50000); // expect: async-deferred(main); certain
  long High = sum(50000, 100000);
  std::cout << Low.get() + High << '\n';
}
