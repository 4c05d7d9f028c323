// Detached or joined, never both.
// expect-none
#include "worker.h"

int main() {
  Worker W;
  W.start();
  W.finish(false);
}
