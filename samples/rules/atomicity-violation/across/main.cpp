// Both ask whether there is enough, both are told yes, both withdraw.
#include "account.h"

#include <thread>

Account A;

void spend(int Amount) {
  if (A.has(Amount))    // #has
    A.withdraw(Amount); // expect: atomicity-violation(A) with #has
}

int main() {
  std::thread One(spend, 80), Two(spend, 80), Three([] { A.tryWithdraw(5); });
  One.join();
  Two.join();
  Three.join();
}
