// Everyone who touches the balance holds the account's lock.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

class Account {
public:
  void deposit(int Amount) {
    std::lock_guard<std::mutex> Guard(M);
    Balance += Amount;
  }
  void correct(int Amount) {
    std::lock_guard<std::mutex> Guard(M);
    Balance += Amount;
  }
  int balance() {
    std::lock_guard<std::mutex> Guard(M);
    return Balance;
  }

private:
  std::mutex M;
  int Balance = 0;
};

int main() {
  Account A;
  std::thread Teller([&A] { A.deposit(5); });
  std::thread Auditor([&A] { A.correct(-1); });
  Teller.join();
  Auditor.join();
  std::cout << A.balance() << '\n';
}
