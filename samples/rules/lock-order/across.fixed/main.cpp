// The stock lets go of its lock before it calls: nobody waits while holding.
// expect-none
#include "shop.h"

#include <thread>

int main() {
  std::thread Customer(order);
  std::thread Supplier(restock);
  Customer.join();
  Supplier.join();
}
