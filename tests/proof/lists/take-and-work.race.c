// Jobs are unlinked under the lock and then belong to whoever took them. The
// worker puts the job back before it has finished with it.
//
// prove: race

#include <pthread.h>

struct job {
  int state;
  struct job *next;
};
struct job j1, j2 = {0, &j1};
struct job *todo = &j2;
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
void *worker(void *arg) {
  pthread_mutex_lock(&lock);
  struct job *j = todo;
  if (j)
    todo = j->next;
  pthread_mutex_unlock(&lock);
  if (!j)
    return 0;
  pthread_mutex_lock(&lock);
  j->next = todo;
  todo = j;
  pthread_mutex_unlock(&lock);
  j->state++;
  return 0;
}
int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, worker, 0);
  pthread_create(&b, 0, worker, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return todo->state;
}
