// Both lock, each its own mutex.
#include <iostream>
#include <mutex>
#include <thread>

std::mutex MutexA, MutexB;
int Shared = 0;

void workA() {
  std::lock_guard<std::mutex> Lock(MutexA);
  Shared++; // #one
}

void workB() {
  std::lock_guard<std::mutex> Lock(MutexB);
  Shared++; // expect: inconsistent-lock-race(Shared) with #one
}

int main() {
  std::thread A(workA), B(workB);
  A.join();
  B.join();
  std::cout << Shared << std::endl;
}
