// Both locks at once, whichever account comes first.
// expect-none
#include <mutex>
#include <thread>

class Account {
public:
  explicit Account(int Start) : Balance(Start) {}
  void transferTo(Account &Other, int Amount) {
    std::scoped_lock Both(Lock, Other.Lock);
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
