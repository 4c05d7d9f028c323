// First wait, then lock.
// expect-none
#include <mutex>
#include <thread>

std::mutex Lock;
int Result = 0;

void compute() {
  std::lock_guard<std::mutex> Guard(Lock);
  Result = 42;
}

void run() {
  std::thread Worker(compute);
  Worker.join();
  std::lock_guard<std::mutex> Guard(Lock);
  ++Result;
}

int main(int Argc, char **) {
  if (Argc > 1)
    run();
}
