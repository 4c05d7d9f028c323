// main sleeps until the flag is set.
// expect-none
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<bool> Ready{false};
int Answer = 0;

void compute() {
  for (int I = 0; I < 1000; ++I)
    Answer += I;
  Ready = true;
  Ready.notify_all();
}

int main() {
  std::thread Worker(compute);
  Worker.join();
  if (Ready)
    std::cout << Answer << '\n';
}
