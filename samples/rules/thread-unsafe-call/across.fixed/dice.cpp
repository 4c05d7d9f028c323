// A dice for all players; see main.cpp.
#include "dice.h"
#include <random>

int roll() {
  thread_local std::mt19937 Generator{std::random_device{}()};
  return std::uniform_int_distribution<int>(1, 6)(Generator);
}
