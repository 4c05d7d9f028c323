// enter() and leave() wait for one gate, each with the mutex of its own file.
// Who opens it holds both, and still the two waiters don't exclude each other.
#include "gate.h"
#include <thread>

int main() {
  std::thread In(enter), Out(leave);
  {
    std::scoped_lock Guard(InLock, OutLock);
    Open = true;
  }
  Opened.notify_all();
  In.join();
  Out.join();
}
