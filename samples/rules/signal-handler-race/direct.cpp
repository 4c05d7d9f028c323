// The handler counts, and so does the program.
#include <csignal>
#include <iostream>

int Count = 0;

void handler(int) {
  Count += 1; // expect: signal-handler-race(Count) with #main
}

int main() {
  std::signal(SIGUSR1, handler);
  for (int I = 0; I < 100; ++I)
    Count += 1; // #main
  std::cout << Count << '\n';
}
