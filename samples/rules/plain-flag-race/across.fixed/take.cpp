// Waits in its own way for a State to be filled; see main.cpp.
#include "state.h"
#include <thread>

int take(const State &S) {
  while (!S.Ready)
    std::this_thread::yield();
  return S.Value;
}
