// Two threads print. The lines may come in any order and even be interleaved:
// std::cout promises that this is no data race, only an unreadable result.
// expect-none
#include <iostream>
#include <thread>

void count(const char *Name) {
  for (int I = 1; I <= 3; ++I)
    std::cout << Name << " counts " << I << '\n';
}

int main() {
  std::thread First(count, "first");
  std::thread Second(count, "second");
  First.join();
  Second.join();
}
