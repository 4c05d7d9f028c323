#include "orders.h"

void Orders::serve() {
  while (Q.front()) // expect: queue-misuse(Q) with #cook; likely
    Q.pop();
}
