// A function-local static is made exactly once, also when several threads come
// at the same time: the language takes care of it.
// expect-none
#include <iostream>
#include <thread>

struct Config {
  int Level = 3;
};

Config &config() {
  static Config Instance;
  return Instance;
}

void use() { std::cout << config().Level << '\n'; }

int main() {
  std::thread First(use);
  std::thread Second(use);
  First.join();
  Second.join();
}
