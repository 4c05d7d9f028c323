// Has somebody asked us to stop?
#ifndef STOP_H
#define STOP_H

#include <csignal>

extern volatile std::sig_atomic_t TheSignal;

void installHandler();

#endif
