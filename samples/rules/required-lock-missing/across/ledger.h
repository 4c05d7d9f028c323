#ifndef LEDGER_H
#define LEDGER_H

#include <mutex>

class Ledger {
public:
  void book(int Amount);
  int sum();

private:
  void bookLocked(int Amount) __attribute__((requires_capability(M)));

  std::mutex M;
  int Sum = 0;
};

#endif
