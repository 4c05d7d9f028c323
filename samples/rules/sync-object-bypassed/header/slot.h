#ifndef SLOT_H
#define SLOT_H

#include <cstring>
#include <pthread.h>

struct Slot {
  pthread_mutex_t Lock;
  int Value;
};

inline void initSlot(Slot *S, int Value) {
  pthread_mutex_init(&S->Lock, nullptr);
  S->Value = Value;
}

/// Makes \p To another slot with the value of \p From.
inline void copySlot(Slot *To, const Slot *From) {
  std::memcpy(To, From, sizeof *To); // expect: sync-object-bypassed(To->Lock)
}

#endif
