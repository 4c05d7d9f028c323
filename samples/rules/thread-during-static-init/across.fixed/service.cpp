#include "service.h"

#include <pthread.h>

std::atomic<long> Served = 0;
static std::atomic<bool> Stop = false;
static pthread_t Server;

static void *serve(void *) {
  while (!Stop)
    ++Served;
  return nullptr;
}

bool startService() {
  return pthread_create(&Server, nullptr, serve, nullptr) == 0;
}

void stopService() {
  Stop = true;
  pthread_join(Server, nullptr);
}
