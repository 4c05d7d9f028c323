// Whatever runs is joined before the next one starts.
// expect-none
#include "clock.h"

int main() {
  Clock C;
  C.start(true);
  C.start(false);
}
