// After three requests the worker stops the server, and with it waits for
// itself.
#include "server.h"

int main(int Argc, char **) {
  if (Argc == 1)
    return 0; // the thread would be terminated, and the program with it
  Server S;
  S.start();
  S.stop();
}
