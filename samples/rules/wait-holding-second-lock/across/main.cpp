// await() in account.cpp gives up the account's lock, and not the books, which
// its caller holds and the earner needs.
#include "bank.h"
#include <thread>

std::mutex Books;

void pay() {
  std::lock_guard<std::mutex> Guard(Books); // #pay
  await(10);
}

void earn() {
  std::lock_guard<std::mutex> Guard(Books); // #earn
  deposit(10);
}

int main(int Argc, char **) {
  if (Argc < 2)
    deposit(10);
  std::thread Payer(pay), Earner(earn);
  Payer.join();
  Earner.join();
}
