// The class in worker.h detaches its thread, and then waits for it: a `return`
// is missing between the two.
#include "worker.h"

int main() {
  Worker W;
  W.start();
  W.finish(false);
}
