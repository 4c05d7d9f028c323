// A Worker may die at any time now.
// expect-none
#include "worker.h"

int main(int Argc, char **) {
  Worker W;
  if (Argc > 1)
    W.start();
}
