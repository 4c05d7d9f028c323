// A C11 lock and the counter that it guards, for C and C++.
#ifndef METER_H
#define METER_H
#include <threads.h>

struct Meter {
  mtx_t Lock;
  int Readings;
};

bool makeMeter(Meter &M);
bool addReading(Meter &M);

#endif
