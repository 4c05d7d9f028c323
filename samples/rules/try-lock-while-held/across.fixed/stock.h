// A stock with a lock of its own.
#ifndef STOCK_H
#define STOCK_H

#include <mutex>

extern std::mutex StockLock;
extern int Pieces;

void refill(); // expects StockLock to be held

#endif
