#include "state.h"

void refresh() {
  std::lock_guard<Mutex> First(Inner);
  std::lock_guard<Mutex> Second(Outer); // expect: declared-lock-order(Inner, Outer)
  ++Value;
}

void update() {
  std::lock_guard<Mutex> Guard(Inner);
  ++Value;
}
