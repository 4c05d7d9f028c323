// The rounds are calls.
// with-rule: nested-thread-creation
// expect-none
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<int> Rounds = 0;

void help() { ++Rounds; }

int main() {
  std::thread Outer([] {
    for (int I = 0; I < 3; ++I)
      help();
  });
  Outer.join();
  std::cout << Rounds << '\n';
}
