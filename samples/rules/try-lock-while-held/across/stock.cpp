// Fills up if nobody else is at it.
#include "stock.h"

std::mutex StockLock;
int Pieces = 0;

void refill() {
  std::unique_lock<std::mutex> Lock(StockLock, std::try_to_lock); // expect: try-lock-while-held(StockLock) with #held
  if (Lock)
    Pieces = 10;
}
