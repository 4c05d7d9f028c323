#ifndef BANK_H
#define BANK_H

#include <condition_variable>
#include <mutex>

extern std::mutex Books;
void await(int Amount);
void deposit(int Amount);

#endif
