// A library function locks two accounts in whatever order the caller names
// them. This program only ever calls it one way round; the next may not.
#include <iostream>
#include <mutex>
#include <thread>

struct Account {
  std::mutex M;
  int Balance = 100;
};

void transfer(Account &From, Account &To, int Sum) {
  std::lock_guard First(From.M); // #first
  std::lock_guard Second(To.M); // expect: locks-one-by-one(From.M, To.M) with #first; likely
  From.Balance -= Sum;
  To.Balance += Sum;
}

int main() {
  Account Mine, Yours;
  std::thread T([&] { transfer(Mine, Yours, 10); });
  transfer(Mine, Yours, 20);
  T.join();
  std::cout << Mine.Balance << ' ' << Yours.Balance << '\n';
}
