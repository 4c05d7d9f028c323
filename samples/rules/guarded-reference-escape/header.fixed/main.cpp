// balance() returns the number itself; changes go through deposit().
// expect-none
#include "account.h"
#include <iostream>

int main() {
  Account A;
  A.deposit(10);
  A.deposit(5);
  std::cout << A.balance() << '\n';
}
