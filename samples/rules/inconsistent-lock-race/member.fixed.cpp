// The total has a lock of its own, which all who book in it take.
// expect-none
#include <mutex>
#include <thread>

struct Account {
  std::mutex Lock;
  int Balance = 0;
};

Account Checking;
Account Savings;
std::mutex TurnoverLock;
int Turnover = 0;

void book(int Amount) {
  std::lock_guard<std::mutex> Guard(TurnoverLock);
  Turnover += Amount;
}

void payChecking(int Amount) {
  std::lock_guard<std::mutex> Guard(Checking.Lock);
  Checking.Balance += Amount;
  book(Amount);
}

void paySavings(int Amount) {
  std::lock_guard<std::mutex> Guard(Savings.Lock);
  Savings.Balance += Amount;
  book(Amount);
}

int main() {
  std::thread First(payChecking, 10);
  std::thread Second(paySavings, 20);
  First.join();
  Second.join();
}
