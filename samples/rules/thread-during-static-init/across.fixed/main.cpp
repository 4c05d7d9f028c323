// main starts the service.
// expect-none
#include "service.h"

#include <iostream>

int main() {
  if (startService())
    stopService();
  std::cout << Served << '\n';
}
