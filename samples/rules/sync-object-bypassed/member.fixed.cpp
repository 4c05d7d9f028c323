// A counter is reset by its lock's leave, and the lock stays what it is.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

class Counter {
public:
  void add() {
    std::lock_guard<std::mutex> Guard(M);
    ++Count;
  }
  int count() const { return Count; }
  void reset() {
    std::lock_guard<std::mutex> Guard(M);
    Count = 0;
  }

private:
  std::mutex M;
  int Count = 0;
};

int main() {
  Counter A;
  std::thread T([&A] { A.add(); });
  A.add();
  T.join();
  A.reset();
  std::cout << A.count() << '\n';
}
