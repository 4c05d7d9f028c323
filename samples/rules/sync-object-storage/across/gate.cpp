// A gate for each thread: who opens one opens no other.
#include "gate.h"

thread_local Gate Entrance; // #own

void openGate() {
  std::lock_guard Guard(Entrance.M);
  Entrance.Open = true;
  Entrance.Opened.notify_all(); // expect: sync-object-storage(Entrance.Opened) with #own; certain
}

void enterGate() {
  std::unique_lock Lock(Entrance.M);
  while (!Entrance.Open)
    Entrance.Opened.wait(Lock);
}
