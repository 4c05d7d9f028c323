// A shop with two doors, and one lock for both.
// expect-none
#include "stock.h"

#include <iostream>
#include <thread>

int main() {
  Stock S;
  std::thread Delivery([&S] {
    for (int I = 0; I < 10; ++I)
      S.deliver(5);
  });
  std::thread Till([&S] {
    for (int I = 0; I < 10; ++I)
      S.sell(3);
  });
  Delivery.join();
  Till.join();
  std::cout << S.pieces() << '\n';
}
