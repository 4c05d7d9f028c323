// main locks, then waits for a thread that needs the lock to finish.
#include <mutex>
#include <thread>

std::mutex Lock;
int Result = 0;

void compute() {
  std::lock_guard<std::mutex> Guard(Lock); // #needs
  Result = 42;
}

void run() {
  std::thread Worker(compute);
  std::lock_guard<std::mutex> Guard(Lock); // #holds
  Worker.join();                           // expect: join-under-lock(Lock) with #holds, #needs
}

// The fault hangs most runs: it is run only when asked for.
int main(int Argc, char **) {
  if (Argc > 1)
    run();
}
