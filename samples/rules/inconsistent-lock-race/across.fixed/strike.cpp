// Strikes out an entry, under the ledger's lock.
#include "ledger.h"

void strike() {
  std::lock_guard<std::mutex> Guard(LedgerLock);
  --Entries;
}
