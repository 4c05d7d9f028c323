#ifndef HISTOGRAM_H
#define HISTOGRAM_H

constexpr int Bins = 16;

struct Histogram {
  int Counts[Bins] = {};
  int Total = 0;
};

void add(Histogram &H, int Value);

#endif
