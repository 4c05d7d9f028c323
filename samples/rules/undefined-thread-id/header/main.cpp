// The helper in worker.h says that a thread could not be started, and waits for it.
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
