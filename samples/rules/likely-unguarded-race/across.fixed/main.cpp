// All functions hold the account's lock.
// expect-none
#include "account.h"
#include <iostream>
#include <memory>
#include <thread>
#include <vector>

int main() {
  std::vector<std::unique_ptr<Account>> Accounts;
  for (int I = 0; I < 4; ++I)
    Accounts.push_back(std::make_unique<Account>());
  std::vector<std::thread> Tellers;
  for (int I = 0; I < 4; ++I)
    Tellers.emplace_back([&Accounts, I] {
      deposit(*Accounts[I], 10);
      withdraw(*Accounts[I], 5);
    });
  for (auto &A : Accounts)
    std::cout << balance(*A) << ' ' << bookings(*A) << '\n';
  for (std::thread &T : Tellers)
    T.join();
}
