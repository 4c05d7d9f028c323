// tryWithdraw asks under its own lock; has() is only a hint.
// expect-none
#include "account.h"

#include <thread>

Account A;

void spend(int Amount) {
  if (A.has(Amount))
    A.tryWithdraw(Amount);
}

int main() {
  std::thread One(spend, 80), Two(spend, 80);
  One.join();
  Two.join();
}
