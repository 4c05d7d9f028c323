/* A mutex and a condition variable: no polling, and nothing is lost. */
// expect-none
#include <pthread.h>
#include <stdio.h>

struct task {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  int done;
};

static void *work(void *arg) {
  struct task *t = arg;
  pthread_mutex_lock(&t->lock);
  t->done = 1;
  pthread_mutex_unlock(&t->lock);
  pthread_cond_signal(&t->changed);
  return NULL;
}

static void wait_for(struct task *t) {
  pthread_mutex_lock(&t->lock);
  while (!t->done)
    pthread_cond_wait(&t->changed, &t->lock);
  pthread_mutex_unlock(&t->lock);
}

int main(void) {
  static struct task t = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
                          0};
  pthread_t thread;
  pthread_create(&thread, NULL, work, &t);
  wait_for(&t);
  puts("done");
  pthread_join(thread, NULL);
  return 0;
}
