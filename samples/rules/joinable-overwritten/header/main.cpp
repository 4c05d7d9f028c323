// The clock in clock.h has room for one thread, and may start two.
#include "clock.h"

int main() {
  Clock C;
  C.start(false);
}
