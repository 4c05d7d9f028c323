// The work without the lock is a function of its own.
// expect-none
#include <iostream>
#include <mutex>
#include <shared_mutex>
#include <thread>

std::shared_mutex M;
int First = 1, Second = 2;

int sumLocked() { return First + Second; }

int sum() {
  std::shared_lock<std::shared_mutex> Guard(M);
  return sumLocked();
}

int average() {
  std::shared_lock<std::shared_mutex> Guard(M);
  return First == Second ? First : sumLocked() / 2;
}

void change() {
  std::unique_lock<std::shared_mutex> Guard(M);
  ++First;
  ++Second;
}

int main() {
  std::thread Writer(change);
  std::cout << average() << ' ' << sum() << '\n';
  Writer.join();
}
