// Each thread gets a struct from the heap. Each gets its own.
//
// prove: race-free

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
  for (int i = 0; i < N; i++) {
    s[i] = malloc(sizeof *s[i]);
    if (!s[i])
      abort();
    s[i]->id = i;
    s[i]->count = 0;
    pthread_create(&t[i], 0, work, s[i]);
  }
  for (int i = 0; i < N; i++)
    pthread_join(t[i], 0);
  return s[0]->count;
}
