#ifndef ACCOUNT_H
#define ACCOUNT_H
#include <mutex>

struct Account {
  std::mutex M;
  int Balance = 0;
  int Bookings = 0;
};

void deposit(Account &A, int Sum);
void withdraw(Account &A, int Sum);
int balance(Account &A);
int bookings(Account &A);

#endif
