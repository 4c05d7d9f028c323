// Main ends its own thread only: the process lives until the others are done.
// expect-none
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
    if (pthread_create(&thread, &attributes, print, &jobs[i]) != 0)
      break;
  pthread_attr_destroy(&attributes);
  puts("started");
  pthread_exit(NULL);
}
