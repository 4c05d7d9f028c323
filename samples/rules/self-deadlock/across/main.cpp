// Locks the log to write two lines together, and forgets that writeLine() locks.
#include "log.h"

void writeBoth() {
  std::unique_lock<std::mutex> Guard(LogLock); // #outer
  writeLine("one");
  writeLine("two");
}

int main(int Argc, char **) {
  if (Argc > 1)
    writeBoth();
  writeLine("done");
}
