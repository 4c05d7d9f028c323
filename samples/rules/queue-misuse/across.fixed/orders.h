#ifndef ORDERS_H
#define ORDERS_H

#include "SPSCQueue.h"

#include <mutex>

// Orders on their way to the kitchen.
class Orders {
public:
  void place(int Dish) { Q.push(Dish); }
  void serve();

private:
  std::mutex OneCook;
  rigtorp::SPSCQueue<int> Q{15};
};

#endif
