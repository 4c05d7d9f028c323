// Accounts before Log, says the declaration. trim() takes them as it needs them.
#include <mutex>
#include <thread>

/// A mutex that Clang knows for one, which std::mutex need not be.
class __attribute__((capability("mutex"))) Mutex {
public:
  void lock() __attribute__((acquire_capability())) { Inner.lock(); }
  void unlock() __attribute__((release_capability())) { Inner.unlock(); }

private:
  std::mutex Inner;
};

class Bank {
public:
  void book(int N) {
    std::lock_guard<Mutex> Guard(Accounts);
    Sum += N;
  }
  void trim() {
    std::lock_guard<Mutex> Writing(Log); // #log
    if (Lines > 10) {
      std::lock_guard<Mutex> Reading(Accounts); // expect: declared-lock-order(Accounts, Log) with #log; certain
      Lines = Sum;
    }
  }

private:
  Mutex Accounts;
  Mutex Log __attribute__((acquired_after(Accounts)));
  int Sum = 0;
  int Lines = 0;
};

int main() {
  Bank B;
  std::thread Teller([&B] { B.book(3); });
  std::thread Cleaner([&B] { B.trim(); });
  Teller.join();
  Cleaner.join();
}
