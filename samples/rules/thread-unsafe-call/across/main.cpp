// rand() in dice.cpp has one state for all, and C allows it to be broken by two
// threads at once. Two players roll.
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
