// The class in account.h guards its balance, and gives it away: what the caller
// does with the reference, nobody guards.
#include "account.h"
#include <iostream>

int main() {
  Account A;
  A.deposit(10);
  A.balance() += 5;
  std::cout << A.balance() << '\n';
}
