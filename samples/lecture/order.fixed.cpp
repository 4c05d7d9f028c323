// If the order matters, make it: the second thread starts when the first has
// ended.
// expect-none
#include <iostream>
#include <thread>

int Setting = 0;

void prepare() { Setting = 42; }

void use() { std::cout << "setting " << Setting << '\n'; }

int main() {
  std::thread First(prepare);
  First.join();
  std::thread Second(use);
  Second.join();
}
