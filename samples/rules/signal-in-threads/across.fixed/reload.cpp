// sigaction says what happens, and main calls it before any thread is there.
#include "reload.h"

#include <csignal>

static volatile std::sig_atomic_t Asked;

static void onHangup(int) { Asked = 1; }

bool reloadAsked() { return Asked != 0; }

void listenForReload() {
  struct sigaction Action = {};
  Action.sa_handler = onHangup;
  sigaction(SIGHUP, &Action, nullptr);
}
