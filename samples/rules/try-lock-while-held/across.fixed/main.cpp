// refill() relies on its caller's lock.
// expect-none
#include "stock.h"

void take() {
  std::lock_guard<std::mutex> Guard(StockLock);
  if (Pieces == 0)
    refill();
  --Pieces;
}

int main() { take(); }
