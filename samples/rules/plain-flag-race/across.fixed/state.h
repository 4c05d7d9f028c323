#ifndef STATE_H
#define STATE_H

#include <atomic>

struct State {
  std::atomic<bool> Ready{false};
  int Value = 0;
};

void fill(State &S);
int take(const State &S);

#endif
