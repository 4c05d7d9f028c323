// A ring for one producer and one consumer, with atomic ends. The element is
// written before the end is moved on.
//
// prove: race-free

#include <pthread.h>
#include <stdatomic.h>
#define SIZE 2
int ring[SIZE];
atomic_uint head, tail;
void *producer(void *arg) {
  for (int i = 1; i <= 3; i++) {
    unsigned t = atomic_load(&tail);
    while (t - atomic_load(&head) == SIZE)
      ;
    ring[t % SIZE] = i;
    atomic_store(&tail, t + 1);
  }
  return 0;
}
void *consumer(void *arg) {
  long sum = 0;
  for (int i = 1; i <= 3; i++) {
    unsigned h = atomic_load(&head);
    while (h == atomic_load(&tail))
      ;
    sum += ring[h % SIZE];
    atomic_store(&head, h + 1);
  }
  return (void *)sum;
}
int main(void) {
  pthread_t p, c;
  pthread_create(&p, 0, producer, 0);
  pthread_create(&c, 0, consumer, 0);
  pthread_join(p, 0);
  pthread_join(c, 0);
  return 0;
}
