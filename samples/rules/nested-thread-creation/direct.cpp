// Each of two workers starts two more: six threads, in two places.
// with-rule: nested-thread-creation
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<int> Sum = 0;

void part(int N) { Sum += N; }

void work(int N) {
  std::thread Low(part, N), High(part, N + 1); // expect: nested-thread-creation(work) with #outer; likely
  Low.join();
  High.join();
}

int main() {
  std::thread A(work, 10); // #outer
  std::thread B(work, 20);
  A.join();
  B.join();
  std::cout << Sum << '\n';
}
