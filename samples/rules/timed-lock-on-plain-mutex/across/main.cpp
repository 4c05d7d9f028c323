// One file makes the lock, another one waits for it with a limit.
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
