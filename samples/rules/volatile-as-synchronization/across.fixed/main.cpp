// The flag is atomic.
// expect-none
#include "stop.h"
#include <thread>

int main() {
  std::thread Worker(work);
  Stop = true;
  Stop.notify_all();
  Worker.join();
}
