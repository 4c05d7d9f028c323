// Strikes out an entry. The author of this file made a lock of his own.
#include "ledger.h"

static std::mutex StrikeLock;

void strike() {
  std::lock_guard<std::mutex> Guard(StrikeLock);
  --Entries; // expect: inconsistent-lock-race(Entries) with #enter; dynamic: confirmed
}
