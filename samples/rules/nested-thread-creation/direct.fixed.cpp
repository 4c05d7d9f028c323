// main starts all four that work.
// with-rule: nested-thread-creation
// expect-none
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<int> Sum = 0;

void part(int N) { Sum += N; }

int main() {
  std::thread A(part, 10), B(part, 11), C(part, 20), D(part, 21);
  A.join();
  B.join();
  C.join();
  D.join();
  std::cout << Sum << '\n';
}
