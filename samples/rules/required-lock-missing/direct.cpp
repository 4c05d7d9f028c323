// addLocked() leaves the locking to its callers, and one of them forgets.
#include <iostream>
#include <mutex>
#include <thread>

class Counter {
public:
  void addLocked(int N) __attribute__((requires_capability(M))) { Total += N; } // #demands
  void addTwice(int N) {
    std::lock_guard<std::mutex> Guard(M);
    addLocked(N);
    addLocked(N);
  }
  void add(int N) {
    addLocked(N); // expect: required-lock-missing(M) with #demands; certain
  }
  int total() const { return Total; }

private:
  std::mutex M;
  int Total = 0;
};

int main() {
  Counter C;
  std::thread First([&C] { C.add(1); });
  std::thread Second([&C] { C.addTwice(1); });
  First.join();
  Second.join();
  std::cout << C.total() << '\n';
}
