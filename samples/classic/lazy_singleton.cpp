// A singleton made on first use, without a lock: two threads can both see
// "not there yet", and one may use an object the other has not finished.
#include <iostream>
#include <thread>

struct Config {
  int Level = 3;
};

Config *Instance = nullptr;

Config &config() {
  if (!Instance)
    Instance = new Config; // expect: data-race(Instance); dynamic: confirmed
  return *Instance;
}

void use() { std::cout << config().Level << '\n'; }

int main() {
  std::thread First(use);
  std::thread Second(use);
  First.join();
  Second.join();
  delete Instance;
}
