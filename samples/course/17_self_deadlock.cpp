// A function that has the lock calls one that takes it.
#include <iostream>
#include <mutex>

std::mutex Mtx;
int Value = 0;

int get() {
  std::lock_guard<std::mutex> Lock(Mtx); // expect: self-deadlock(Mtx) with #outer
  return Value;
}

void increment() {
  std::lock_guard<std::mutex> Lock(Mtx); // #outer
  Value = get() + 1;
}

// The fault hangs the program: it is run only when asked for.
int main(int Argc, char **) {
  if (Argc > 1)
    increment();
  std::cout << get() << std::endl;
}
