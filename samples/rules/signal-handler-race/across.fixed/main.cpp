// One flag, of the type for flags.
// expect-none
#include "stop.h"

#include <iostream>

int main() {
  installHandler();
  for (int I = 0; I < 10; ++I)
    std::cout << TheSignal << '\n';
}
