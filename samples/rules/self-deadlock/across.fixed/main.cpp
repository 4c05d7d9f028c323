// A recursive mutex knows its owner and lets it in again.
// expect-none
#include "log.h"

void writeBoth() {
  std::unique_lock<std::recursive_mutex> Guard(LogLock);
  writeLine("one");
  writeLine("two");
}

int main(int Argc, char **) {
  if (Argc > 1)
    writeBoth();
  writeLine("done");
}
