#pragma once

constexpr int Bins = 16;

struct Histogram {
  int Counts[Bins] = {};
  int Total = 0;
};

void add(Histogram &H, int Value);
