// Readers share the lock, the writer has it alone. The writer takes it as a
// writer.
//
// prove: race-free

#include <pthread.h>

pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
int data;
void *reader(void *arg) {
  pthread_rwlock_rdlock(&rw);
  long seen = data;
  pthread_rwlock_unlock(&rw);
  return (void *)seen;
}
void *writer(void *arg) {
  pthread_rwlock_wrlock(&rw);
  data++;
  pthread_rwlock_unlock(&rw);
  return 0;
}
int main(void) {
  pthread_t r[2], w;
  pthread_create(&r[0], 0, reader, 0);
  pthread_create(&r[1], 0, reader, 0);
  pthread_create(&w, 0, writer, 0);
  pthread_join(r[0], 0);
  pthread_join(r[1], 0);
  pthread_join(w, 0);
  return 0;
}
