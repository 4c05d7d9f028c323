// Two accounts, two transfers, in opposite directions.
#include <mutex>
#include <thread>

std::mutex A, B;
int MoneyA = 100, MoneyB = 100;

void aToB() {
  std::lock_guard<std::mutex> First(A);
  std::lock_guard<std::mutex> Second(B); // expect: lock-order(A, B) with #other
  MoneyA--;
  MoneyB++;
}

void bToA() {
  std::lock_guard<std::mutex> First(B);
  std::lock_guard<std::mutex> Second(A); // #other
  MoneyB--;
  MoneyA++;
}

int main() {
  std::thread T1(aToB), T2(bToA);
  T1.join();
  T2.join();
}
