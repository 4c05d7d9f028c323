// A struct on the stack carries addresses of locals to the thread. Main leaves
// the result alone until the join.
//
// prove: race-free

#include <pthread.h>

struct request {
  const int *in;
  int *out;
};
void *work(void *arg) {
  struct request *r = arg;
  *r->out = *r->in + 1;
  return 0;
}
int main(void) {
  pthread_t t;
  int in = 4, out = 0;
  struct request r = {&in, &out};
  pthread_create(&t, 0, work, &r);
  pthread_join(t, 0);
  return out;
}
