// A ring buffer with one lock. The number of elements is looked at without the
// lock.
//
// prove: race

#include <pthread.h>

#define SIZE 2
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int ring[SIZE], head, tail, count;
static int put(int v) {
  int done = 0;
  if (count == SIZE)
    return 0;
  pthread_mutex_lock(&m);
  if (count < SIZE) {
    ring[tail] = v;
    tail = (tail + 1) % SIZE;
    count++;
    done = 1;
  }
  pthread_mutex_unlock(&m);
  return done;
}
static int take(int *v) {
  int done = 0;
  pthread_mutex_lock(&m);
  if (count > 0) {
    *v = ring[head];
    head = (head + 1) % SIZE;
    count--;
    done = 1;
  }
  pthread_mutex_unlock(&m);
  return done;
}
void *producer(void *arg) {
  for (int i = 0; i < 3; i++)
    put(i);
  return 0;
}
void *consumer(void *arg) {
  int v;
  for (int i = 0; i < 3; i++)
    take(&v);
  return 0;
}
int main(void) {
  pthread_t p, c;
  pthread_create(&p, 0, producer, 0);
  pthread_create(&c, 0, consumer, 0);
  pthread_join(p, 0);
  pthread_join(c, 0);
  return count;
}
