/* Readers and writers of a log wait for one condition, each with a mutex of
   their own. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t read_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t write_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int go_read, go_write;

static void *reader(void *arg) {
  (void)arg;
  pthread_mutex_lock(&read_lock);
  while (!go_read)
    pthread_cond_wait(&changed, &read_lock); /* #read */
  pthread_mutex_unlock(&read_lock);
  return NULL;
}

static void *writer(void *arg) {
  (void)arg;
  pthread_mutex_lock(&write_lock);
  while (!go_write)
    pthread_cond_wait(&changed, &write_lock); // expect: condition-with-two-mutexes(changed) with #read
  pthread_mutex_unlock(&write_lock);
  return NULL;
}

int main(void) {
  pthread_t r, w;
  pthread_create(&r, NULL, reader, NULL);
  pthread_create(&w, NULL, writer, NULL);
  pthread_mutex_lock(&read_lock);
  go_read = 1;
  pthread_mutex_unlock(&read_lock);
  pthread_mutex_lock(&write_lock);
  go_write = 1;
  pthread_mutex_unlock(&write_lock);
  pthread_cond_broadcast(&changed);
  pthread_join(r, NULL);
  pthread_join(w, NULL);
  puts("done");
  return 0;
}
