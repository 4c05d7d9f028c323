// Each worker looks for primes with the lock held, though only the addition at
// the end needs it: the two take turns.
// with-rule: oversized-critical-section
#include <iostream>
#include <mutex>
#include <thread>

std::mutex M;
int Total = 0;

void count(int From, int To) {
  std::lock_guard<std::mutex> Guard(M); // #taken
  int Found = 0;
  for (int N = From; N < To; ++N) { // expect: oversized-critical-section(M) with #taken; likely
    bool Prime = N > 1;
    for (int D = 2; D < N && Prime; ++D)
      Prime = N % D != 0;
    Found += Prime;
  }
  Total += Found;
}

int main() {
  std::thread Low(count, 0, 500), High(count, 500, 1000);
  Low.join();
  High.join();
  std::cout << Total << " primes\n";
}
