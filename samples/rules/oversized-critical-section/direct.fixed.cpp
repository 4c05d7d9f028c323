// Only the addition is done with the lock.
// with-rule: oversized-critical-section
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

std::mutex M;
int Total = 0;

void count(int From, int To) {
  int Found = 0;
  for (int N = From; N < To; ++N) {
    bool Prime = N > 1;
    for (int D = 2; D < N && Prime; ++D)
      Prime = N % D != 0;
    Found += Prime;
  }
  std::lock_guard<std::mutex> Guard(M);
  Total += Found;
}

int main() {
  std::thread Low(count, 0, 500), High(count, 500, 1000);
  Low.join();
  High.join();
  std::cout << Total << " primes\n";
}
