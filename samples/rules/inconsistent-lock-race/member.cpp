// Every account locks itself, and a transfer books in the shared total of the
// bank: under the lock of whichever account it comes from.
#include <mutex>
#include <thread>

struct Account {
  std::mutex Lock;
  int Balance = 0;
};

Account Checking;
Account Savings;
int Turnover = 0;

void payChecking(int Amount) {
  std::lock_guard<std::mutex> Guard(Checking.Lock);
  Checking.Balance += Amount;
  Turnover += Amount; // #checking
}

void paySavings(int Amount) {
  std::lock_guard<std::mutex> Guard(Savings.Lock);
  Savings.Balance += Amount;
  Turnover += Amount; // expect: inconsistent-lock-race(Turnover) with #checking; dynamic: confirmed
}

int main() {
  std::thread First(payChecking, 10);
  std::thread Second(paySavings, 20);
  First.join();
  Second.join();
}
