// main sets the hook while the worker may call it.
#include "hook.h"

#include <thread>

int main() {
  std::thread Worker(finish);
  setHook([] {});
  Worker.join();
}
