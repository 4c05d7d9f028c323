/* The main program polls a member of a struct that the thread sets at its end. */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

struct task {
  int done;
};

static void *work(void *arg) {
  struct task *t = arg;
  t->done = 1; /* #set */
  return NULL;
}

static void wait_for(struct task *t) {
  while (!t->done) // expect: plain-flag-race(done) with #set
    usleep(100);
}

int main(void) {
  static struct task t;
  pthread_t thread;
  pthread_create(&thread, NULL, work, &t);
  wait_for(&t);
  puts("done");
  pthread_join(thread, NULL);
  return 0;
}
