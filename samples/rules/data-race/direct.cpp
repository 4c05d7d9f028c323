// A progress display: the worker counts what it has done, main shows the count
// meanwhile. Nothing orders the two, so main may print any number, and the
// compiler may keep the count in a register until the end.
#include <cstdio>
#include <thread>

long Done = 0;

void work() {
  for (int I = 0; I < 100000; ++I)
    Done = Done + 1; // expect: data-race(Done) with #read
}

int main() {
  std::thread Worker(work);
  std::printf("%ld so far\n", Done); // #read
  Worker.join();
  std::printf("%ld in all\n", Done);
}
