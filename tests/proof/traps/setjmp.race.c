// A jump out of the function that holds the lock. The datum is used after the
// jump, which came from where the lock had been given up.
//
// prove: race (unknown: longjmp is not followed)

#include <pthread.h>
#include <setjmp.h>
pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int shared;
void *work(void *arg) {
  jmp_buf back;
  pthread_mutex_lock(&m);
  if (setjmp(back) == 0) {
    shared++;
    pthread_mutex_unlock(&m);
    longjmp(back, 1);
  }
  shared++;
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, work, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return shared;
}
