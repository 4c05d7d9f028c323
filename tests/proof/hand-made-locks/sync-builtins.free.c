// A spin lock from GCC's old builtins. It is given up by the builtin.
//
// prove: race-free

#include <pthread.h>

int lock, data;
void *work(void *arg) {
  while (__sync_lock_test_and_set(&lock, 1))
    ;
  data++;
  __sync_lock_release(&lock);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return data;
}
