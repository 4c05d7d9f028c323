// A service with a thread of its own, which can't be stopped: stop() waits for
// the thread, and the thread for the lock that stop() holds.
#include "service.h"

int main(int Argc, char **) {
  Service S;
  if (Argc > 1) {
    S.start();
    S.stop();
  }
}
