#include "pair.h"

void change(Pair &P) {
  pthread_mutex_lock(&P.Left);
  pthread_mutex_lock(&P.Right);
  ++P.N;
  pthread_mutex_unlock(&P.Right);
  pthread_mutex_unlock(&P.Left);
}
