// The child prints before it becomes another program; printing takes a lock.
// with-rule: fork-with-threads
#include "run.h"

#include <iostream>
#include <thread>

int main() {
  std::thread Ticker([] { // #start
    for (int I = 0; I < 100; ++I)
      std::cout << "tick\n";
  });
  int Status = runProgram("true");
  Ticker.join();
  return Status;
}
