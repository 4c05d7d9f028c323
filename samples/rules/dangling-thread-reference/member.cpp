// A detached thread runs a member function of a local object: `this` is a
// pointer like any other, and the object is gone when the function returns.
#include <chrono>
#include <thread>

class Timer {
public:
  void start() {
    std::thread([this] { tick(); }).detach(); // expect: dangling-thread-reference(T) with #end
  }

private:
  void tick() { ++Ticks; }
  int Ticks = 0;
};

void run() {
  Timer T;
  T.start();
} // #end

int main() {
  run();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
}
