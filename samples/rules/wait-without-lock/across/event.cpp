// await() expects its caller to lock.
#include "event.h"

pthread_mutex_t Lock = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t Happened = PTHREAD_COND_INITIALIZER;
bool Done = false;

void await() {
  while (!Done)
    pthread_cond_wait(&Happened, &Lock); // expect: wait-without-lock(Happened)
}

void happen() {
  pthread_mutex_lock(&Lock);
  Done = true;
  pthread_mutex_unlock(&Lock);
  pthread_cond_broadcast(&Happened);
}
