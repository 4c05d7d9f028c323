// Each thread gets a struct from the heap. All get the same.
//
// prove: race

#include <pthread.h>
#include <stdlib.h>
#define N 3
struct state {
  int id, count;
};
void *work(void *arg) {
  struct state *s = arg;
  for (int i = 0; i < s->id; i++)
    s->count++;
  return 0;
}
int main(void) {
  pthread_t t[N];
  struct state *s[N];
  struct state *one = calloc(1, sizeof *one);
  if (!one)
    return 1;
  one->id = 2;
  for (int i = 0; i < N; i++) {
    s[i] = one;
    pthread_create(&t[i], 0, work, s[i]);
  }
  for (int i = 0; i < N; i++)
    pthread_join(t[i], 0);
  return s[0]->count;
}
