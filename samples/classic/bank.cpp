// Two tellers and an auditor: the tellers lock the account, the auditor who
// corrects its balance forgets to. A deposit made meanwhile is lost.
#include <iostream>
#include <mutex>
#include <thread>

class Account {
public:
  void deposit(int Amount) {
    std::lock_guard<std::mutex> Guard(M);
    Balance += Amount; // #locked
  }
  void correct(int Amount) {
    Balance += Amount; // expect: unguarded-access-race(Balance) with #locked; dynamic: confirmed
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
