// The gate has one mutex, which all use.
// expect-none
#include "gate.h"
#include <thread>

int main() {
  std::thread In(enter), Out(leave);
  {
    std::scoped_lock Guard(GateLock);
    Open = true;
  }
  Opened.notify_all();
  In.join();
  Out.join();
}
