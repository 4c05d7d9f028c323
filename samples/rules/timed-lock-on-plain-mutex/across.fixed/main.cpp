// The lock is made for a limit.
// expect-none
#include "meter.h"
#include <cstdio>
#include <thread>

int main() {
  static Meter M;
  if (!makeMeter(M))
    return 1;
  std::thread Other([] { addReading(M); });
  addReading(M);
  Other.join();
  std::printf("%d\n", M.Readings);
}
