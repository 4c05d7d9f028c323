// The list is copied with the lock held; the listeners are called without it.
// with-rule: callback-under-lock
// expect-none
#include <functional>
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

class Thermometer {
public:
  void listen(std::function<void(int)> Listener) {
    std::lock_guard<std::mutex> Guard(M);
    Listeners.push_back(std::move(Listener));
  }
  void set(int Degrees) {
    std::unique_lock<std::mutex> Guard(M);
    std::vector<std::function<void(int)>> Copy = Listeners;
    Guard.unlock();
    for (std::function<void(int)> &Listener : Copy)
      Listener(Degrees);
  }

private:
  std::mutex M;
  std::vector<std::function<void(int)>> Listeners;
};

std::mutex Screen;

void show(int Degrees) {
  std::lock_guard<std::mutex> Guard(Screen);
  std::cout << Degrees << " degrees\n";
}

int main() {
  Thermometer T;
  T.listen(show);
  std::thread Sensor([&T] { T.set(21); });
  T.set(20);
  Sensor.join();
}
