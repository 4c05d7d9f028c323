// A dice for all players; see main.cpp.
#include "dice.h"
#include <cstdlib>

int roll() {
  return std::rand() % 6 + 1; // expect: thread-unsafe-call(rand)
}
