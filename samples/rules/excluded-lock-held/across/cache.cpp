// find() calls load() with the lock that load() must not find taken.
#include "cache.h"

void Cache::load(int Key) {
  if (Key > 1)
    Loads = Key;
}

int Cache::find(int Key) {
  std::unique_lock<std::mutex> Guard(M);
  if (Last != Key)
    load(Key); // expect: excluded-lock-held(M)
  Last = Key;
  return Last;
}
