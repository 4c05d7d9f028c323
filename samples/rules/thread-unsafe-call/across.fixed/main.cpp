// Each thread has a generator of its own, in dice.cpp.
// expect-none
#include "dice.h"
#include <iostream>
#include <string>
#include <thread>

void play(const char *Name) {
  std::cout << Name + std::to_string(roll()) + "\n";
}

int main() {
  std::thread First(play, "first ");
  std::thread Second(play, "second ");
  First.join();
  Second.join();
}
