#ifndef STATISTICS_H
#define STATISTICS_H
#include <atomic>

struct Statistics {
  std::atomic<int> Hits;
  std::atomic<int> Misses;
};

Statistics *makeStatistics();
void countHit(Statistics *S);
void countMiss(Statistics *S);

#endif
