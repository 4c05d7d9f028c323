#ifndef GATE_H
#define GATE_H

#include <condition_variable>
#include <mutex>

extern std::condition_variable Opened;
extern std::mutex GateLock;
extern bool Open;
void enter();
void leave();

#endif
