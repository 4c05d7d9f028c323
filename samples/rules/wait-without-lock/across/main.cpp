// The caller expects await() to lock.
#include "event.h"

int main() {
  happen();
  await();
}
