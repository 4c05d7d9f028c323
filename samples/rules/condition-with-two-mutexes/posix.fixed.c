/* One condition, one mutex. */
// expect-none
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int go_read, go_write;

static void *reader(void *arg) {
  (void)arg;
  pthread_mutex_lock(&lock);
  while (!go_read)
    pthread_cond_wait(&changed, &lock);
  pthread_mutex_unlock(&lock);
  return NULL;
}

static void *writer(void *arg) {
  (void)arg;
  pthread_mutex_lock(&lock);
  while (!go_write)
    pthread_cond_wait(&changed, &lock);
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t r, w;
  pthread_create(&r, NULL, reader, NULL);
  pthread_create(&w, NULL, writer, NULL);
  pthread_mutex_lock(&lock);
  go_read = 1;
  pthread_mutex_unlock(&lock);
  pthread_mutex_lock(&lock);
  go_write = 1;
  pthread_mutex_unlock(&lock);
  pthread_cond_broadcast(&changed);
  pthread_join(r, NULL);
  pthread_join(w, NULL);
  puts("done");
  return 0;
}
