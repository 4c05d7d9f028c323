// Two files that call each other while holding their own lock. No function
// takes two locks by itself; the calls put them together.
#include "shop.h"

#include <thread>

int main() {
  std::thread Customer(order);
  std::thread Supplier(restock);
  Customer.join();
  Supplier.join();
}
