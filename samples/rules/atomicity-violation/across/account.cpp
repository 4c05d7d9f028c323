// Every function locks.
#include "account.h"

bool Account::has(int Amount) {
  std::lock_guard<std::mutex> Guard(M);
  return Balance >= Amount;
}

void Account::withdraw(int Amount) {
  std::lock_guard<std::mutex> Guard(M);
  Balance -= Amount;
}

bool Account::tryWithdraw(int Amount) {
  std::unique_lock<std::mutex> Lock(M);
  bool Enough = Balance >= Amount; // #seen
  Lock.unlock();
  if (!Enough)
    return false;
  Lock.lock();
  Balance -= Amount; // expect: atomicity-violation(Balance) with #seen
  return true;
}
