// The thread is started by a function of its own, when the object is whole, and
// joined before the derived part goes.
// expect-none
#include <iostream>
#include <thread>

class Runnable {
public:
  virtual ~Runnable() = default;
  void start() {
    Thread = std::thread([this] { run(); });
  }
  void wait() { Thread.join(); }
  virtual void run() { std::cout << "nothing\n"; }

private:
  std::thread Thread;
};

class Printer : public Runnable {
public:
  void run() override { std::cout << "printing\n"; }
};

int main() {
  Printer P;
  P.start();
  P.wait();
}
