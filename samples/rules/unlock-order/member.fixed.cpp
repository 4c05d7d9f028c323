// One guard inside the other: the compiler keeps the order.
// with-rule: unlock-order
// expect-none
#include <iostream>
#include <mutex>
#include <string>
#include <thread>

class Log {
public:
  std::mutex M;
  std::string Text;
};

class Account {
public:
  explicit Account(Log &L) : Out(L) {}

  void pay(int Sum) {
    std::lock_guard<std::mutex> Mine(M);
    Balance += Sum;
    std::lock_guard<std::mutex> Shared(Out.M);
    Out.Text += "paid ";
    Out.Text += std::to_string(Sum) + "\n";
  }

private:
  std::mutex M;
  int Balance = 0;
  Log &Out;
};

int main() {
  Log L;
  Account A(L);
  std::thread T([&A] { A.pay(1); });
  A.pay(2);
  T.join();
  std::cout << L.Text;
}
