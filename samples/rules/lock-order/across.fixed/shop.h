#ifndef SHOP_H
#define SHOP_H

#include <mutex>

extern std::mutex OrdersLock;
extern std::mutex StockLock;

void order();
void restock();
void bookOrder();
void bookStock();

#endif
