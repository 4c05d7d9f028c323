// Who holds the lock already uses the count itself.
// expect-none
#include <iostream>
#include <mutex>

std::mutex Lock;
int Count = 0;

int current() {
  std::lock_guard<std::mutex> Guard(Lock);
  return Count;
}

void increment() {
  std::lock_guard<std::mutex> Guard(Lock);
  Count = Count + 1;
}

int main(int Argc, char **) {
  if (Argc > 1)
    increment();
  std::cout << current() << '\n';
}
