// The account is copied to look at it in peace, and the mutex with it. And whether
// the mutex is free is read out of its inside, as glibc happens to have it.
#include <pthread.h>
#include <stdio.h>

struct account {
  pthread_mutex_t lock;
  long balance;
};

static struct account savings = {PTHREAD_MUTEX_INITIALIZER, 100};

static int is_busy(const struct account *a) {
  return a->lock.__data.__lock != 0; // expect: sync-object-bypassed(a->lock); certain
}

static void *deposit(void *arg) {
  pthread_mutex_lock(&savings.lock);
  savings.balance += 10;
  pthread_mutex_unlock(&savings.lock);
  return arg;
}

int main(void) {
  struct account copy;
  pthread_t teller;
  if (pthread_create(&teller, NULL, deposit, NULL) != 0)
    return 1;
  pthread_join(teller, NULL);
  copy = savings; // expect: sync-object-bypassed(copy.lock); likely
  printf("%ld %d\n", copy.balance, is_busy(&savings));
  return 0;
}
