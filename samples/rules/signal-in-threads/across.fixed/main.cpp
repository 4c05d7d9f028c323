// The handler is the process's: main sets it, and then starts the worker.
// expect-none
#include "reload.h"

#include <iostream>
#include <thread>

static void work() {
  for (int I = 0; I < 3; ++I)
    std::cout << (reloadAsked() ? "reload\n" : "work\n");
}

int main() {
  listenForReload();
  std::thread Worker(work);
  Worker.join();
}
