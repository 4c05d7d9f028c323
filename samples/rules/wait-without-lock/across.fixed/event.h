// Something that happens once.
#ifndef EVENT_H
#define EVENT_H

#include <pthread.h>

extern pthread_mutex_t Lock;
extern pthread_cond_t Happened;
extern bool Done;

void await(); // with Lock held
void happen();

#endif
