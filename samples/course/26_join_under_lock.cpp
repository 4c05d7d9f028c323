// main holds the lock and waits for a thread that needs it.
#include <mutex>
#include <thread>

std::mutex Mtx;
int Value = 0;

void work() {
  std::lock_guard<std::mutex> Lock(Mtx); // #needs
  Value++;
}

void run() {
  std::thread T(work);
  std::lock_guard<std::mutex> Lock(Mtx); // #holds
  T.join(); // expect: join-under-lock(Mtx) with #holds, #needs
}

// The fault hangs the program: it is run only when asked for.
int main(int Argc, char **) {
  if (Argc > 1)
    run();
}
