// A thread computes, main prints. Nothing makes main wait: it may read Result
// before, while or after the thread writes it.
#include <iostream>
#include <thread>

int Result = 0;

void compute() {
  int Sum = 0;
  for (int I = 1; I <= 100; ++I)
    Sum += I;
  Result = Sum; // expect: data-race(Result) with #read; dynamic: confirmed
}

int main() {
  std::thread Worker(compute);
  std::cout << Result << '\n'; // #read
  Worker.join();
}
