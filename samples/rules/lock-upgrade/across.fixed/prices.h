// A price list that many read.
#ifndef PRICES_H
#define PRICES_H

#include <shared_mutex>

class Prices {
public:
  int ask();
  void raise();

private:
  std::shared_mutex M;
  int Price = 0;
};

#endif
