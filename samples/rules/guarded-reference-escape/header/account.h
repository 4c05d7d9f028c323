#ifndef ACCOUNT_H
#define ACCOUNT_H

#include <mutex>

class Account {
public:
  void deposit(int Amount) {
    std::lock_guard<std::mutex> Guard(Lock);
    Balance += Amount;
  }
  int &balance() {
    std::lock_guard<std::mutex> Guard(Lock);
    return Balance; // expect: guarded-reference-escape(Balance)
  }

private:
  std::mutex Lock;
  int Balance = 0;
};

#endif
