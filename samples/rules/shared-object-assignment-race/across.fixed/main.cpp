// The hook has a lock.
// expect-none
#include "hook.h"

#include <thread>

int main() {
  std::thread Worker(finish);
  setHook([] {});
  Worker.join();
}
