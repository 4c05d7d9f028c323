#ifndef PAIR_H
#define PAIR_H

#include <pthread.h>

struct Pair {
  pthread_mutex_t Left = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_t Right = PTHREAD_MUTEX_INITIALIZER;
  int N = 0;
};

void change(Pair &P);

#endif
