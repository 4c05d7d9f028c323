// Whoever calls this believes to get a handler of its own.
#include "reload.h"

#include <csignal>

static volatile std::sig_atomic_t Asked;

static void onHangup(int) { Asked = 1; }

bool reloadAsked() { return Asked != 0; }

void listenForReload() {
  std::signal(SIGHUP, onHangup); // expect: signal-in-threads(listenForReload)
}
