// scoped_lock takes both locks without a fixed order and cannot deadlock.
// expect-none
#include <mutex>
#include <thread>

std::mutex CheckingLock;
std::mutex SavingsLock;
int Checking = 100;
int Savings = 100;

void save(int Amount) {
  std::scoped_lock Both(CheckingLock, SavingsLock);
  Checking -= Amount;
  Savings += Amount;
}

void spend(int Amount) {
  std::scoped_lock Both(SavingsLock, CheckingLock);
  Savings -= Amount;
  Checking += Amount;
}

int main() {
  std::thread Saver(save, 10);
  std::thread Spender(spend, 20);
  Saver.join();
  Spender.join();
}
