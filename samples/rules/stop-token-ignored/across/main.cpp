// The poller is started and left to the destructor of its std::jthread; what it
// does with its token is another file's affair.
#include "poller.h"

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

int main(int Count, char **) {
  std::jthread Poller(poll);
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::cout << (Polls > 0 ? "polled\n" : "not yet polled\n");
  if (Count < 9)
    std::_Exit(0);
}
