// Every function that touches the count holds the lock.
#include "stock.h"

void Stock::deliver(int More) {
  std::lock_guard<std::mutex> Guard(Lock);
  Pieces += More;
}

void Stock::sell(int Less) {
  std::lock_guard<std::mutex> Guard(Lock);
  Pieces -= Less;
}

int Stock::pieces() {
  std::lock_guard<std::mutex> Guard(Lock);
  return Pieces;
}
