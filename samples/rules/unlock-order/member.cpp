// A class gives its own lock back while it still holds the log's.
// with-rule: unlock-order
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
    std::unique_lock<std::mutex> Mine(M); // #mine
    std::unique_lock<std::mutex> Shared(Out.M);
    Balance += Sum;
    Out.Text += "paid ";
    Mine.unlock(); // expect: unlock-order(M) with #mine; certain
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
