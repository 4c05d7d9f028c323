// The flag is volatile, in stop.h: the loop does look at it in each round, and
// still it is a race, and orders nothing.
#include "stop.h"
#include <thread>

int main() {
  std::thread Worker(work);
  Stop = true; // #set
  Worker.join();
}
