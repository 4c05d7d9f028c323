// stop() says so under the lock, and waits without it.
// expect-none
#include "service.h"

int main(int Argc, char **) {
  Service S;
  if (Argc > 1) {
    S.start();
    S.stop();
  }
}
