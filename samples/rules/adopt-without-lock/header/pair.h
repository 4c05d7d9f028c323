#ifndef PAIR_H
#define PAIR_H

#include <mutex>

struct Account {
  std::mutex M;
  int Balance = 0;
};

inline void transfer(Account &From, Account &To, int Amount) {
  From.M.lock();
  std::lock_guard<std::mutex> First(From.M, std::adopt_lock);
  std::lock_guard<std::mutex> Second(To.M, std::adopt_lock); // expect: adopt-without-lock(To.M)
  From.Balance -= Amount;
  To.Balance += Amount;
}

#endif
