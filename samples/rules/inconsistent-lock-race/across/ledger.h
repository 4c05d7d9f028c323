#ifndef LEDGER_H
#define LEDGER_H

#include <mutex>

extern int Entries;
extern std::mutex LedgerLock;

void enter();
void strike();

#endif
