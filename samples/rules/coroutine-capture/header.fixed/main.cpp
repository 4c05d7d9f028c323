// The coroutine in count.h shares what it counts into.
// expect-none
#include "count.h"

int main() {
  Task T = countAlone();
  T.Handle.resume();
  T.Handle.destroy();
}
