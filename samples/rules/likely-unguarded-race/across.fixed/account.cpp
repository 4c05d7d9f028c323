// All of the account's functions hold its lock.
#include "account.h"

void deposit(Account &A, int Sum) {
  std::lock_guard Guard(A.M);
  A.Balance += Sum;
  ++A.Bookings;
}

void withdraw(Account &A, int Sum) {
  std::lock_guard Guard(A.M);
  if (A.Balance < Sum)
    return;
  A.Balance -= Sum;
  ++A.Bookings;
}

int balance(Account &A) {
  std::lock_guard Guard(A.M);
  return A.Bookings ? A.Balance : 0;
}

int bookings(Account &A) {
  std::lock_guard Guard(A.M);
  return A.Bookings;
}
