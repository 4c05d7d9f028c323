#ifndef SERVICE_H
#define SERVICE_H

#include <atomic>

extern std::atomic<long> Served;

/// Serves until stopService() is called. Returns true: it runs.
bool startService();
void stopService();

#endif
