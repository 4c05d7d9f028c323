// Stock: locks the stock, then calls the orders, which lock themselves.
#include "shop.h"

std::mutex StockLock;
static int Pieces = 0;

void bookStock() {
  std::lock_guard<std::mutex> Guard(StockLock); // #stock
  --Pieces;
}

void restock() {
  std::lock_guard<std::mutex> Guard(StockLock);
  bookOrder();
}
