// Every caller holds the lock; also through a function that locks for it.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

class Counter {
public:
  void addLocked(int N) __attribute__((requires_capability(M))) { Total += N; }
  void addTwice(int N) {
    enter();
    addBoth(N);
    leave();
  }
  void add(int N) {
    std::lock_guard<std::mutex> Guard(M);
    addLocked(N);
  }
  int total() const { return Total; }

private:
  void enter() { M.lock(); }
  void leave() { M.unlock(); }
  void addBoth(int N) {
    addLocked(N);
    addLocked(N);
  }

  std::mutex M;
  int Total = 0;
};

int main() {
  Counter C;
  C.addLocked(3); // nobody else is there yet
  std::thread First([&C] { C.add(1); });
  std::thread Second([&C] { C.addTwice(1); });
  First.join();
  Second.join();
  std::cout << C.total() << '\n';
}
