// The caller holds the lock.
#include "stock.h"

std::mutex StockLock;
int Pieces = 0;

void refill() { Pieces = 10; }
