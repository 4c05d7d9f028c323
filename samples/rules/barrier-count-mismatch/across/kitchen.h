#ifndef KITCHEN_H
#define KITCHEN_H

#include <latch>

// A dinner is served when all its courses are ready.
class Dinner {
public:
  Dinner();
  void cookSoup();
  void cookRoast();
  void awaitAll();

private:
  std::latch Ready;
};

#endif
