// A C11 lock and the counter that it guards, for C and C++.
#pragma once
#include <threads.h>

struct Meter {
  mtx_t Lock;
  int Readings;
};

bool makeMeter(Meter &M);
bool addReading(Meter &M);
