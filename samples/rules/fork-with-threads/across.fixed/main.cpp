// The child does nothing but become another program.
// with-rule: fork-with-threads
// expect-none
#include "run.h"

#include <iostream>
#include <thread>

int main() {
  std::thread Ticker([] {
    for (int I = 0; I < 100; ++I)
      std::cout << "tick\n";
  });
  int Status = runProgram("true");
  Ticker.join();
  return Status;
}
