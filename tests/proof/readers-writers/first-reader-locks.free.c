// The first reader takes the room for all readers, the last gives it back. The
// number of readers has a lock of its own.
//
// prove: race-free

#include <pthread.h>
#include <semaphore.h>
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
sem_t room;
int readers, data;
void *reader(void *arg) {
  pthread_mutex_lock(&m);
  if (++readers == 1)
    sem_wait(&room);
  pthread_mutex_unlock(&m);
  long seen = data;
  pthread_mutex_lock(&m);
  if (--readers == 0)
    sem_post(&room);
  pthread_mutex_unlock(&m);
  return (void *)seen;
}
void *writer(void *arg) {
  sem_wait(&room);
  data++;
  sem_post(&room);
  return 0;
}
int main(void) {
  pthread_t a, b, w;
  sem_init(&room, 0, 1);
  pthread_create(&a, 0, reader, 0);
  pthread_create(&b, 0, reader, 0);
  pthread_create(&w, 0, writer, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  pthread_join(w, 0);
  return 0;
}
