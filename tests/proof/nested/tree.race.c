// Threads split a range in two halves until it is short. Both halves get the
// middle element.
//
// prove: race

#include <pthread.h>

int data[4];
struct range {
  int from, to;
};
void *leaf(void *arg) {
  struct range *r = arg;
  for (int i = r->from; i < r->to; i++)
    data[i]++;
  return 0;
}
void *split(void *arg) {
  struct range *r = arg;
  int middle = (r->from + r->to) / 2;
  struct range low = {r->from, middle + 1}, high = {middle, r->to};
  pthread_t t;
  pthread_create(&t, 0, leaf, &low);
  leaf(&high);
  pthread_join(t, 0);
  return 0;
}
int main(void) {
  pthread_t t;
  struct range all = {0, 4};
  pthread_create(&t, 0, split, &all);
  pthread_join(t, 0);
  return data[0];
}
