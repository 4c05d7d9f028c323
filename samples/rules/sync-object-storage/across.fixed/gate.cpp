// One gate, which all threads share.
#include "gate.h"

Gate Entrance;

void openGate() {
  std::lock_guard Guard(Entrance.M);
  Entrance.Open = true;
  Entrance.Opened.notify_all();
}

void enterGate() {
  std::unique_lock Lock(Entrance.M);
  while (!Entrance.Open)
    Entrance.Opened.wait(Lock);
}
