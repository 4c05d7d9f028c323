// A function works on the account it is given, under that account's lock. It
// takes the lock of the other account.
//
// prove: race

#include <pthread.h>

struct account {
  pthread_mutex_t lock;
  int balance;
};
struct account a = {PTHREAD_MUTEX_INITIALIZER, 10},
               b = {PTHREAD_MUTEX_INITIALIZER, 20};
void deposit(struct account *to, struct account *other, int n) {
  pthread_mutex_lock(&other->lock);
  to->balance += n;
  pthread_mutex_unlock(&other->lock);
}
void *worker(void *arg) {
  deposit(&a, &b, 1);
  deposit(&b, &a, 2);
  return 0;
}
void *auditor(void *arg) {
  pthread_mutex_lock(&a.lock);
  int sum = a.balance;
  pthread_mutex_unlock(&a.lock);
  return (void *)(long)sum;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, worker, 0);
  pthread_create(&u, 0, auditor, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return a.balance + b.balance;
}
