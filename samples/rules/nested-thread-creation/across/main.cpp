// Nobody who reads main sees that its thread starts another one.
// with-rule: nested-thread-creation
#include "save.h"

#include <iostream>
#include <thread>

int main() {
  std::thread Clock([] { // #outer
    for (int I = 0; I < 5; ++I)
      save(I);
  });
  Clock.join();
  std::cout << Saved << '\n';
}
