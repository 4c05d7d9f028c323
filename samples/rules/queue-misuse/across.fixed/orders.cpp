#include "orders.h"

void Orders::serve() {
  std::lock_guard<std::mutex> Guard(OneCook);
  while (Q.front())
    Q.pop();
}
