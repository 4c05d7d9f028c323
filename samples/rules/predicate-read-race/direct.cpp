// The lock is taken inside the loop: the look comes before it.
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex M;
std::condition_variable C;
bool Ready = false;

void await() {
  while (!Ready) { // expect: predicate-read-race(Ready) with #set
    std::unique_lock<std::mutex> Lock(M);
    C.wait(Lock); // expect: wait-without-predicate(C)
  }
}

int main() {
  std::thread Waiter(await);
  {
    std::lock_guard<std::mutex> Guard(M);
    Ready = true; // #set
  }
  for (int I = 0; I < 1000; ++I)
    C.notify_all();
  Waiter.detach(); // expect: detached-thread(await)
}
