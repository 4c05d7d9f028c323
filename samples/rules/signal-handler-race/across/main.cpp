// main reads it while a signal may come.
#include "stop.h"

#include <iostream>

int main() {
  installHandler();
  for (int I = 0; I < 10; ++I)
    std::cout << TheStop.Signal << '\n'; // #main
}
