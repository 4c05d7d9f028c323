// Counts requests.
#ifndef STATS_H
#define STATS_H

struct Stats {
  long Requests = 0;
};
extern Stats Total;

void count();
long report();

#endif
