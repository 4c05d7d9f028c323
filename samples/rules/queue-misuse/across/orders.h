#ifndef ORDERS_H
#define ORDERS_H

#include "SPSCQueue.h"

// Orders on their way to the kitchen.
class Orders {
public:
  void place(int Dish) { Q.push(Dish); }
  void serve();

private:
  rigtorp::SPSCQueue<int> Q{15};
};

#endif
