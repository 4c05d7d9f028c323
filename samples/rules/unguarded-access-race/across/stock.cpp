// The stock guards its count; sell() was added later and forgot.
#include "stock.h"

void Stock::deliver(int More) {
  std::lock_guard<std::mutex> Guard(Lock);
  Pieces += More; // #locked
}

void Stock::sell(int Less) {
  Pieces -= Less; // expect: unguarded-access-race(Pieces) with #locked; dynamic: confirmed
}

int Stock::pieces() {
  std::lock_guard<std::mutex> Guard(Lock);
  return Pieces;
}
