// Two counters are exchanged with memcpy, through a buffer: their mutexes are moved
// about like numbers, while a thread may wait for one.
#include <cstring>
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
  void reset(const Counter &Other) {
    std::memcpy(&M, &Other.M, sizeof M); // expect: sync-object-bypassed(M); certain
    Count = 0;
  }

private:
  std::mutex M;
  int Count = 0;
};

int main() {
  Counter A, B;
  std::thread T([&A] { A.add(); });
  A.add();
  T.join();
  A.reset(B);
  std::cout << A.count() << '\n';
}
