// Enters into the ledger, under the ledger's lock.
#include "ledger.h"

int Entries = 0;
std::mutex LedgerLock;

void enter() {
  std::lock_guard<std::mutex> Guard(LedgerLock);
  ++Entries; // #enter
}
