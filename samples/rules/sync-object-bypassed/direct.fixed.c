// The balance is copied, under the lock; trylock says whether the lock is free. To
// give a new mutex its first value by an assignment is an initialisation.
// expect-none
#include <pthread.h>
#include <stdio.h>

struct account {
  pthread_mutex_t lock;
  long balance;
};

static struct account savings = {PTHREAD_MUTEX_INITIALIZER, 100};

static int is_busy(struct account *a) {
  if (pthread_mutex_trylock(&a->lock) != 0)
    return 1;
  pthread_mutex_unlock(&a->lock);
  return 0;
}

static void *deposit(void *arg) {
  pthread_mutex_lock(&savings.lock);
  savings.balance += 10;
  pthread_mutex_unlock(&savings.lock);
  return arg;
}

int main(void) {
  struct account other;
  pthread_t teller;
  long balance;
  if (pthread_create(&teller, NULL, deposit, NULL) != 0)
    return 1;
  pthread_mutex_lock(&savings.lock);
  balance = savings.balance;
  pthread_mutex_unlock(&savings.lock);
  other = (struct account){PTHREAD_MUTEX_INITIALIZER, 0};
  pthread_join(teller, NULL);
  printf("%ld %d %d\n", balance, is_busy(&savings), is_busy(&other));
  return 0;
}
