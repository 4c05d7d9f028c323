// Definitions in the style of K&R. Main writes before the join.
//
// prove: race

# 1 "old.c"
typedef unsigned long pthread_t;
extern int pthread_create(pthread_t *, const void *, void *(*)(void *), void *);
extern int pthread_join(pthread_t, void **);
int shared;
int set(to, from)
  int *to;
  int from;
{
  *to = from;
  return 0;
}
void *work(arg)
  void *arg;
{
  set(&shared, 1);
  return arg;
}
int main()
{
  pthread_t t;
  pthread_create(&t, 0, work, 0);
  set(&shared, 2);
  pthread_join(t, 0);
  return 0;
}
