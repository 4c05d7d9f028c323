#include "state.h"

void refresh() {
  std::lock_guard<Mutex> First(Outer);
  std::lock_guard<Mutex> Second(Inner);
  ++Value;
}

void update() {
  std::lock_guard<Mutex> Guard(Inner);
  ++Value;
}
