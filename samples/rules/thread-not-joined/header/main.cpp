// The fault is in the header: whoever lets a Worker die while its thread runs
// is aborted.
#include "worker.h"

int main(int Argc, char **) {
  Worker W;
  if (Argc > 1)
    W.start();
}
