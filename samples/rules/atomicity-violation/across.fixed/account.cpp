// Question and change are one step.
#include "account.h"

bool Account::has(int Amount) {
  std::lock_guard<std::mutex> Guard(M);
  return Balance >= Amount;
}

bool Account::tryWithdraw(int Amount) {
  std::unique_lock<std::mutex> Lock(M);
  bool Enough = Balance >= Amount;
  if (!Enough)
    return false;
  Balance -= Amount;
  return true;
}
