#include "gate.h"

// All three are let through.
void Gate::open() { Open.release(3); }

void Gate::pass() { Open.acquire(); }
