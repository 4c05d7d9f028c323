// The destructor asks the poller to stop, and it does.
// expect-none
#include "poller.h"

#include <chrono>
#include <iostream>
#include <thread>

int main() {
  std::jthread Poller(poll);
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::cout << (Polls > 0 ? "polled\n" : "not yet polled\n");
}
