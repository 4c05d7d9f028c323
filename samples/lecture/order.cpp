// The order of threads is not under our control: starting `prepare` first does
// not make it run first, nor finish before `use` begins.
#include <iostream>
#include <thread>

int Setting = 0;

void prepare() {
  Setting = 42; // expect: data-race(Setting) with #read
}

void use() {
  std::cout << "setting " << Setting << '\n'; // #read
}

int main() {
  std::thread First(prepare);
  std::thread Second(use);
  First.join();
  Second.join();
}
