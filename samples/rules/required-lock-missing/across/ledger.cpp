// book() calls bookLocked() without the lock it asks for.
#include "ledger.h"

void Ledger::bookLocked(int Amount) { Sum += Amount; }

void Ledger::book(int Amount) {
  if (Amount != 0)
    bookLocked(Amount); // expect: required-lock-missing(M)
}

int Ledger::sum() {
  std::lock_guard<std::mutex> Guard(M);
  return Sum;
}
