// Every account has a lock. A transfer takes the lock of the account it comes
// from, then the other one's: two transfers in opposite directions can block
// each other, although both run the same lines.
#include <mutex>
#include <thread>

class Account {
public:
  explicit Account(int Start) : Balance(Start) {}
  void transferTo(Account &Other, int Amount) {
    std::lock_guard<std::mutex> Mine(Lock);
    std::lock_guard<std::mutex> Theirs(Other.Lock); // expect: lock-order(Lock)
    Balance -= Amount;
    Other.Balance += Amount;
  }

private:
  std::mutex Lock;
  int Balance;
};

int main() {
  Account A(100), B(100);
  std::thread There([&] { A.transferTo(B, 10); });
  std::thread Back([&] { B.transferTo(A, 20); });
  There.join();
  Back.join();
}
