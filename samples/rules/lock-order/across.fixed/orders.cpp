// Orders: locks the orders, then calls the stock, which locks itself.
#include "shop.h"

std::mutex OrdersLock;
static int Orders = 0;

void bookOrder() {
  std::lock_guard<std::mutex> Guard(OrdersLock);
  ++Orders;
}

void order() {
  std::lock_guard<std::mutex> Guard(OrdersLock);
  bookStock();
}
