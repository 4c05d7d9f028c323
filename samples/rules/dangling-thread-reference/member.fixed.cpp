// The timer keeps its thread and waits for it in its destructor, so the object
// lives as long as the thread.
// expect-none
#include <chrono>
#include <thread>

class Timer {
public:
  ~Timer() { Thread.join(); }
  void start() {
    Thread = std::thread([this] { tick(); });
  }

private:
  void tick() { ++Ticks; }
  int Ticks = 0;
  std::thread Thread;
};

void run() {
  Timer T;
  T.start();
}

int main() {
  run();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
}
