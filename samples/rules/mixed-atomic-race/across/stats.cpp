// Counted atomically, reported plainly.
#include "stats.h"

Stats Total;

void count() {
  __sync_fetch_and_add(&Total.Requests, 1); // expect: mixed-atomic-race(Requests) with #plain
}

long report() {
  return Total.Requests; // #plain
}
