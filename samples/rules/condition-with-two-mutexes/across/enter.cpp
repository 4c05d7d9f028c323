// One of two that wait for the gate; see main.cpp.
#include "gate.h"

std::condition_variable Opened;
std::mutex InLock;
bool Open = false;

void enter() {
  std::unique_lock<std::mutex> Guard(InLock);
  while (!Open)
    Opened.wait(Guard); // #enter
}
