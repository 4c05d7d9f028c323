// The guard gives the lock up around the call.
// expect-none
#include "cache.h"

void Cache::load(int Key) {
  std::lock_guard<std::mutex> Guard(M);
  if (Key > 1)
    Loads = Key;
}

int Cache::find(int Key) {
  std::unique_lock<std::mutex> Guard(M);
  if (Last != Key) {
    Guard.unlock();
    load(Key);
    Guard.lock();
  }
  Last = Key;
  return Last;
}
