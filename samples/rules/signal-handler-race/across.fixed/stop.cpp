// The one type that is made for it.
#include "stop.h"

volatile std::sig_atomic_t TheSignal = 0;

static void onSignal(int Signal) { TheSignal = Signal; }

void installHandler() { std::signal(SIGTERM, onSignal); }
