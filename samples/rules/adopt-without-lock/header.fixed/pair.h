#ifndef PAIR_H
#define PAIR_H

#include <mutex>

struct Account {
  std::mutex M;
  int Balance = 0;
};

inline void transfer(Account &From, Account &To, int Amount) {
  std::scoped_lock Guard(From.M, To.M);
  From.Balance -= Amount;
  To.Balance += Amount;
}

#endif
