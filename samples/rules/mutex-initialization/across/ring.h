#ifndef RING_H
#define RING_H
#include <pthread.h>

struct Ring {
  pthread_mutex_t Lock;
  int Items[8];
  int Count;
};

Ring *makeRing();
void put(Ring *R, int Item);

#endif
