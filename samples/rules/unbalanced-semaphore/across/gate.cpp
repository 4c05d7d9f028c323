#include "gate.h"

// One release lets one runner through.
void Gate::open() { Open.release(); } // #opened

void Gate::pass() {
  Open.acquire(); // expect: unbalanced-semaphore(Open) with #opened; likely
}
