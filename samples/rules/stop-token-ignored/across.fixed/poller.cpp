// Asks the token in every round.
#include "poller.h"

std::atomic<int> Polls = 0;

void poll(std::stop_token Stop) {
  while (!Stop.stop_requested())
    ++Polls;
}
