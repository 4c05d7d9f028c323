#include "gate.h"

std::mutex OutLock;

void leave() {
  std::unique_lock<std::mutex> Guard(OutLock);
  while (!Open)
    Opened.wait(Guard); // expect: condition-with-two-mutexes(Opened) with #enter
}
