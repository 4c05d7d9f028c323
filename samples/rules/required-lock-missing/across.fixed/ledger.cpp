// book() locks for bookLocked().
// expect-none
#include "ledger.h"

void Ledger::bookLocked(int Amount) { Sum += Amount; }

void Ledger::book(int Amount) {
  std::lock_guard<std::mutex> Guard(M);
  if (Amount != 0)
    bookLocked(Amount);
}

int Ledger::sum() {
  std::lock_guard<std::mutex> Guard(M);
  return Sum;
}
