// The worker sets a signal handler "for itself": there is one for the process.
#include "reload.h"

#include <iostream>
#include <thread>

static void work() {
  listenForReload();
  for (int I = 0; I < 3; ++I)
    std::cout << (reloadAsked() ? "reload\n" : "work\n");
}

int main() {
  std::thread Worker(work);
  Worker.join();
}
