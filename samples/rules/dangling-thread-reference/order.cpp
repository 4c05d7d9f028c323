// A jthread waits for its end in its destructor. But locals die in reverse
// order: the buffer, declared after the thread, dies before it.
#include <functional>
#include <thread>

void fill(int *Buffer) {
  for (int I = 0; I < 4; ++I)
    Buffer[I] = I;
}

void run() {
  std::jthread Filler;
  int Buffer[4] = {};
  Filler = std::jthread(fill, Buffer); // expect: dangling-thread-reference(Buffer)
}

int main() { run(); }
