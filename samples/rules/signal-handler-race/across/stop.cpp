// The handler fills a structure.
#include "stop.h"

#include <csignal>

Stop TheStop;

static void onSignal(int Signal) {
  TheStop.Signal = Signal; // expect: signal-handler-race(Signal) with #main
}

void installHandler() { std::signal(SIGTERM, onSignal); }
