#ifndef SHARED_H
#define SHARED_H

#include <mutex>

extern thread_local std::mutex Lock;
extern int Visitors;
void enter();

#endif
