// Whoever makes the ring makes its lock, too.
// expect-none
#include "ring.h"
#include <cstdlib>
#include <thread>

int main() {
  Ring *R = makeRing();
  if (!R)
    return 1;
  std::thread T([R] { put(R, 1); });
  put(R, 2);
  T.join();
  std::free(R);
}
