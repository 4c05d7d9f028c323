// Calls refill() with the lock held: it never refills.
#include "stock.h"

void take() {
  std::lock_guard<std::mutex> Guard(StockLock); // #held
  if (Pieces == 0)
    refill();
  --Pieces;
}

// The fault is undefined: it is run only when asked for.
int main(int Argc, char **) {
  if (Argc > 1)
    take();
}
