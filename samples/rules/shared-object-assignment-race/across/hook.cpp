// Replaced and called without a lock.
#include "hook.h"

static std::function<void()> Hook;

void setHook(std::function<void()> H) {
  Hook = H; // expect: shared-object-assignment-race(Hook) with #asked
}

void finish() {
  if (Hook) // #asked
    Hook();
}
