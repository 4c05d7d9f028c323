#ifndef POLLER_H
#define POLLER_H

#include <atomic>
#include <stop_token>

extern std::atomic<int> Polls;

void poll(std::stop_token Stop);

#endif
