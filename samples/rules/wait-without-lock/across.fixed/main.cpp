// And the caller does.
// expect-none
#include "event.h"

int main() {
  happen();
  pthread_mutex_lock(&Lock);
  await();
  pthread_mutex_unlock(&Lock);
}
