// An account that locks by itself.
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include <mutex>

class Account {
public:
  bool has(int Amount);
  void withdraw(int Amount);
  bool tryWithdraw(int Amount);

private:
  std::mutex M;
  int Balance = 100;
};

#endif
