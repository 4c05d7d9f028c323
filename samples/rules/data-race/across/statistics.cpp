// Counts requests for whoever calls; knows nothing of threads.
#include "statistics.h"

static int Requests = 0;

void countRequest() {
  ++Requests; // expect: data-race(Requests); dynamic: confirmed
}

int requests() { return Requests; }
