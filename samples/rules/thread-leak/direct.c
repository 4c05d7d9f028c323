// Main starts a thread, sleeps for as long as it is hoped to take, and returns:
// nobody joins it, nobody detaches it.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *work(void *arg) {
  puts("working");
  return arg;
}

int main(void) {
  pthread_t worker;
  if (pthread_create(&worker, NULL, work, NULL) != 0) // expect: thread-leak(work); likely
    return 1;
  usleep(10000);
  return 0;
}
