// Counts requests, from any thread.
#include "statistics.h"

#include <mutex>

static std::mutex Lock;
static int Requests = 0;

void countRequest() {
  std::lock_guard<std::mutex> Guard(Lock);
  ++Requests;
}

int requests() {
  std::lock_guard<std::mutex> Guard(Lock);
  return Requests;
}
