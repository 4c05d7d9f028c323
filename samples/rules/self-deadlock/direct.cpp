// A function locks, and calls another that locks the same mutex. The mutex does
// not ask who holds it: the thread waits for itself.
#include <iostream>
#include <mutex>

std::mutex Lock;
int Count = 0;

int current() {
  std::lock_guard<std::mutex> Guard(Lock); // expect: self-deadlock(Lock) with #outer
  return Count;
}

void increment() {
  std::lock_guard<std::mutex> Guard(Lock); // #outer
  Count = current() + 1;
}

// The fault would hang every run: it is run only when asked for.
int main(int Argc, char **) {
  if (Argc > 1)
    increment();
  std::cout << current() << '\n';
}
