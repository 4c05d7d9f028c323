// The object is a local of main: its thread starts and ends within main.
// expect-none
#include <atomic>
#include <iostream>
#include <thread>

class Heartbeat {
public:
  Heartbeat() : Beats(0), Thread([this] { beat(); }) {}
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

int main() {
  Heartbeat Heart;
  std::cout << Heart.beats() << '\n';
}
