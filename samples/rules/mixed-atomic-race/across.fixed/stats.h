// Counts requests.
#ifndef STATS_H
#define STATS_H

#include <atomic>

struct Stats {
  std::atomic<long> Requests{0};
};
extern Stats Total;

void count();
long report();

#endif
