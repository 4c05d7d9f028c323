// In C: threads that are started detached, by their attribute, and a main that goes
// on for a while and returns.
#include <pthread.h>
#include <stdio.h>

struct job {
  int first, last;
};

static struct job jobs[2] = {{1, 10}, {11, 20}};

static void *print(void *arg) {
  const struct job *job = arg;
  for (int i = job->first; i <= job->last; i++)
    printf("%d\n", i);
  return NULL;
}

int main(void) {
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  for (int i = 0; i < 2; i++)
    if (pthread_create(&thread, &attributes, print, &jobs[i]) != 0) // expect: detached-thread(print)
      return 1;
  pthread_attr_destroy(&attributes);
  puts("started");
  return 0;
}
