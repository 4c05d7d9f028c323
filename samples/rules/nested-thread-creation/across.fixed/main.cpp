// The thread does the work itself.
// with-rule: nested-thread-creation
// expect-none
#include "save.h"

#include <iostream>
#include <thread>

int main() {
  std::thread Clock([] {
    for (int I = 0; I < 5; ++I)
      save(I);
  });
  Clock.join();
  std::cout << Saved << '\n';
}
