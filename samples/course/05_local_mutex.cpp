// Every call makes a mutex of its own, locks it, and is alone with it.
#include <iostream>
#include <mutex>
#include <thread>

int Total = 0;

void add(int Value) {
  std::mutex Mtx; // #made
  std::lock_guard<std::mutex> Lock(Mtx); // expect: lock-protects-nothing(Mtx) with #made
  Total += Value; // expect: data-race(Total)
}

int main() {
  std::thread A(add, 1), B(add, 2);
  A.join();
  B.join();
  std::cout << Total << std::endl;
}
