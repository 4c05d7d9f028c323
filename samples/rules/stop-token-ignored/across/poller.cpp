// Takes the token, and does not ask it.
#include "poller.h"

std::atomic<int> Polls = 0;

void poll(std::stop_token Stop) {
  (void)Stop;
  for (;;)
    ++Polls; // expect: stop-token-ignored(poll)
}
