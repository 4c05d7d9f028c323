// Money moves between two accounts, in both directions at once. Each transfer
// locks the account it takes from first: two of them can wait for each other
// for ever.
#include <mutex>
#include <thread>

std::mutex CheckingLock;
std::mutex SavingsLock;
int Checking = 100;
int Savings = 100;

void save(int Amount) {
  std::lock_guard<std::mutex> From(CheckingLock);
  std::lock_guard<std::mutex> To(SavingsLock); // expect: lock-order(CheckingLock, SavingsLock) with #back
  Checking -= Amount;
  Savings += Amount;
}

void spend(int Amount) {
  std::lock_guard<std::mutex> From(SavingsLock);
  std::lock_guard<std::mutex> To(CheckingLock); // #back
  Savings -= Amount;
  Checking += Amount;
}

int main() {
  std::thread Saver(save, 10);
  std::thread Spender(spend, 20);
  Saver.join();
  Spender.join();
}
