#include "ring.h"
#include <cstdlib>

Ring *makeRing() {
  auto *R = static_cast<Ring *>(std::malloc(sizeof(Ring)));
  if (R) {
    R->Count = 0;
    pthread_mutex_init(&R->Lock, nullptr);
  }
  return R;
}

void put(Ring *R, int Item) {
  pthread_mutex_lock(&R->Lock);
  if (R->Count < 8)
    R->Items[R->Count++] = Item;
  pthread_mutex_unlock(&R->Lock);
}
