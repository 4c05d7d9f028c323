// volatile does not make an increment indivisible.
#include <iostream>
#include <thread>

volatile int Counter = 0;

void count() {
  for (int I = 0; I < 1000; I++)
    Counter = Counter + 1; // expect: volatile-as-synchronization(Counter)
}

int main() {
  std::thread A(count), B(count);
  A.join();
  B.join();
  std::cout << Counter << std::endl;
}
