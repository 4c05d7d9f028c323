#ifndef STOP_H
#define STOP_H

#include <atomic>

extern std::atomic<bool> Stop;
void work();

#endif
