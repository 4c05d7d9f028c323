#ifndef STOCK_H
#define STOCK_H

#include <mutex>

class Stock {
public:
  void deliver(int Pieces);
  void sell(int Pieces);
  int pieces();

private:
  std::mutex Lock;
  int Pieces = 100;
};

#endif
