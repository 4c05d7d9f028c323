// Stock: calls the orders with no lock in hand.
#include "shop.h"

std::mutex StockLock;
static int Pieces = 0;

void bookStock() {
  std::lock_guard<std::mutex> Guard(StockLock);
  --Pieces;
}

void restock() {
  {
    std::lock_guard<std::mutex> Guard(StockLock);
    ++Pieces;
  }
  bookOrder();
}
