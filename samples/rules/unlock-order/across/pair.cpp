#include "pair.h"

void change(Pair &P) {
  pthread_mutex_lock(&P.Left); // #left
  pthread_mutex_lock(&P.Right);
  ++P.N;
  pthread_mutex_unlock(&P.Left); // expect: unlock-order(P.Left) with #left; certain
  pthread_mutex_unlock(&P.Right);
}
