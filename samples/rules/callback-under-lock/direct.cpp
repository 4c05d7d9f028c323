// Listeners are called with the list's lock held: one that asks for the list
// waits for its own thread.
// with-rule: callback-under-lock
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
    std::lock_guard<std::mutex> Guard(M); // #taken
    for (std::function<void(int)> &Listener : Listeners)
      Listener(Degrees); // expect: callback-under-lock(Listener) with #taken; likely
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
