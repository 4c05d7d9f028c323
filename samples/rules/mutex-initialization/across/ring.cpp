#include "ring.h"
#include <cstdlib>

Ring *makeRing() {
  auto *R = static_cast<Ring *>(std::malloc(sizeof(Ring))); // #memory
  if (R)
    R->Count = 0;
  return R;
}

void put(Ring *R, int Item) {
  pthread_mutex_lock(&R->Lock); // expect: mutex-initialization(R->Lock) with #memory; likely
  if (R->Count < 8)
    R->Items[R->Count++] = Item;
  pthread_mutex_unlock(&R->Lock);
}
