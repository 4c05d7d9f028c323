// One of two that wait for the gate; see main.cpp.
#include "gate.h"

std::condition_variable Opened;
std::mutex GateLock;
bool Open = false;

void enter() {
  std::unique_lock<std::mutex> Guard(GateLock);
  while (!Open)
    Opened.wait(Guard);
}
