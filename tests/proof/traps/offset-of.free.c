// A pointer to a struct is computed from a pointer to its member. Lock and
// member are of the same struct.
//
// prove: race-free

#include <pthread.h>
#include <stddef.h>
struct outer {
  pthread_mutex_t lock;
  int value;
};
struct outer one = {PTHREAD_MUTEX_INITIALIZER, 0},
             two = {PTHREAD_MUTEX_INITIALIZER, 0};
static void bump(int *member, int *target) {
  struct outer *o =
      (struct outer *)((char *)member - offsetof(struct outer, value));
  pthread_mutex_lock(&o->lock);
  ++*target;
  pthread_mutex_unlock(&o->lock);
}
void *work(void *arg) {
  bump(&one.value, &one.value);
  return 0;
}
void *more(void *arg) {
  bump(&one.value, &one.value);
  bump(&two.value, &two.value);
  return 0;
}
int main(void) {
  pthread_t t, u;
  pthread_create(&t, 0, work, 0);
  pthread_create(&u, 0, more, 0);
  pthread_join(t, 0);
  pthread_join(u, 0);
  return one.value;
}
