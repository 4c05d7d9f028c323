// The helper in worker.h leaves when no thread could be started.
// expect-none
#include "worker.h"

#include <iostream>

static void *greet(void *Name) {
  std::cout << "hello " << static_cast<const char *>(Name) << '\n';
  return nullptr;
}

int main() {
  char Name[] = "world";
  return run_in_thread(greet, Name);
}
