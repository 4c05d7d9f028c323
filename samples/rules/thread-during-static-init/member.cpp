// A global object starts its thread in the constructor.
#include <atomic>
#include <iostream>
#include <thread>

class Heartbeat {
public:
  Heartbeat() : Beats(0), Thread([this] { beat(); }) {} // expect: thread-during-static-init(Heartbeat::Heartbeat); certain
  ~Heartbeat() {
    Stop = true;
    Thread.join();
  }
  int beats() const { return Beats; }

private:
  void beat() {
    while (!Stop)
      ++Beats;
  }

  std::atomic<bool> Stop = false;
  std::atomic<int> Beats;
  std::thread Thread;
};

Heartbeat Heart;

int main() { std::cout << Heart.beats() << '\n'; }
