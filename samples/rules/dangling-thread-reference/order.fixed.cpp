// Declared in the other order, the thread dies first, and waits.
// expect-none
#include <functional>
#include <thread>

void fill(int *Buffer) {
  for (int I = 0; I < 4; ++I)
    Buffer[I] = I;
}

void run() {
  int Buffer[4] = {};
  std::jthread Filler;
  Filler = std::jthread(fill, Buffer);
}

int main() { run(); }
