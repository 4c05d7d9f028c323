// Waits in its own way for a State to be filled; see main.cpp.
#include "state.h"
#include <thread>

int take(const State &S) {
  while (!S.Ready) // expect: plain-flag-race(Ready) with #set
    std::this_thread::yield();
  return S.Value;
}
