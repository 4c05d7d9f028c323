// The worker says that it is enough, and returns; main joins it.
// expect-none
#include "server.h"

int main() {
  Server S;
  S.start();
  S.stop();
}
