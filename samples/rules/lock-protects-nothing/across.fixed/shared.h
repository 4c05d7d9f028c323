#ifndef SHARED_H
#define SHARED_H

#include <mutex>

extern std::mutex Lock;
extern int Visitors;
void enter();

#endif
