// Both accounts are locked at once, whoever is named first.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

struct Account {
  std::mutex M;
  int Balance = 100;
};

void transfer(Account &From, Account &To, int Sum) {
  std::scoped_lock Both(From.M, To.M);
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
