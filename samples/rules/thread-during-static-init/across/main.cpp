// A variable that is initialised by a call which starts a thread.
#include "service.h"

#include <iostream>

static const bool Running = startService();

int main() {
  if (Running)
    stopService();
  std::cout << Served << '\n';
}
