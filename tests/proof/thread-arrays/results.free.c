// Each thread has a record for arguments and result; main adds up. Main adds
// up after the joins.
//
// prove: race-free

#include <pthread.h>

#define N 3
struct task {
  int from, to, sum;
};
struct task task[N];
void *work(void *arg) {
  struct task *t = arg;
  for (int i = t->from; i < t->to; i++)
    t->sum += i;
  return 0;
}
int main(void) {
  pthread_t t[N];
  int i, total = 0;
  for (i = 0; i < N; i++) {
    task[i].from = i * 10;
    task[i].to = i * 10 + 10;
    pthread_create(&t[i], 0, work, &task[i]);
  }
  for (i = 0; i < N; i++)
    pthread_join(t[i], 0);
  for (i = 0; i < N; i++)
    total += task[i].sum;
  return total;
}
