// The same with join before the result is read: all that the thread did has
// happened by then.
// expect-none
#include <iostream>
#include <thread>

int Result = 0;

void compute() {
  int Sum = 0;
  for (int I = 1; I <= 100; ++I)
    Sum += I;
  Result = Sum;
}

int main() {
  std::thread Worker(compute);
  Worker.join();
  std::cout << Result << '\n';
}
