// As many threads are joined as were started. One less is joined.
//
// prove: race

#include <pthread.h>

extern int __VERIFIER_nondet_int(void);
#define MAX 3
int data[MAX];
void *work(void *arg) {
  *(int *)arg = 1;
  return 0;
}
int main(void) {
  pthread_t t[MAX];
  int n = __VERIFIER_nondet_int(), i;
  if (n < 1 || n > MAX)
    return 0;
  for (i = 0; i < n; i++)
    pthread_create(&t[i], 0, work, &data[i]);
  for (i = 0; i < n - 1; i++)
    pthread_join(t[i], 0);
  data[n - 1] = 9;
  return 0;
}
