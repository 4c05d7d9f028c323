// A struct as the preprocessor leaves it, with a mutex of glibc's inside. The
// second thread locks the mutex of another struct.
//
// prove: race

# 1 "structs.c"
# 1 "/usr/include/x86_64-linux-gnu/bits/pthreadtypes.h" 1 3 4
typedef unsigned long int pthread_t;
typedef union { char __size[40]; long int __align; } pthread_mutex_t;
typedef union { char __size[4]; int __align; } pthread_mutexattr_t;
typedef union { char __size[56]; long int __align; } pthread_attr_t;
# 8 "structs.c" 2
extern int pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
extern int pthread_join(pthread_t, void **);
extern int pthread_mutex_init(pthread_mutex_t *, const pthread_mutexattr_t *);
extern int pthread_mutex_lock(pthread_mutex_t *);
extern int pthread_mutex_unlock(pthread_mutex_t *);
struct A { int n; pthread_mutex_t mutex; } a, b;
void change(struct A *x, struct A *y)
{
  pthread_mutex_lock(&x->mutex);
  y->n++;
  pthread_mutex_unlock(&x->mutex);
}
void *one(void *p) { change(&a, &a); return p; }
void *two(void *p) { change(&b, &a); return p; }
int main()
{
  pthread_t t1, t2;
  pthread_mutex_init(&a.mutex, 0);
  pthread_mutex_init(&b.mutex, 0);
  pthread_create(&t1, 0, one, 0);
  pthread_create(&t2, 0, two, 0);
  pthread_join(t1, 0);
  pthread_join(t2, 0);
  return 0;
}
