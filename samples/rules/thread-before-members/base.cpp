// A base class that starts a thread in its constructor, for the derived classes to
// say what it does. When it starts, there is no derived object yet.
#include <iostream>
#include <thread>

class Runnable {
public:
  Runnable() {
    Thread = std::thread([this] { // expect: thread-before-members(Runnable::run) with #call
      run();                      // #call
    });
  }
  virtual ~Runnable() { Thread.join(); }
  virtual void run() { std::cout << "nothing\n"; }

private:
  std::thread Thread;
};

class Printer : public Runnable {
public:
  void run() override { std::cout << "printing\n"; }
};

int main() { Printer P; }
