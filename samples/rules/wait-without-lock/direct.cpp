// The guard was told not to lock, and nobody locks it later.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex M;
std::condition_variable C;
bool Ready = false;

void await() {
  std::unique_lock<std::mutex> Lock(M, std::defer_lock);
  while (!Ready)
    C.wait(Lock); // expect: wait-without-lock(C); certain
}

// The fault is undefined: it is run only when asked for.
int main(int Argc, char **) {
  Ready = Argc == 1;
  C.notify_all();
  await();
}
