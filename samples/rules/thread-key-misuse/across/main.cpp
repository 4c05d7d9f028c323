// The server closes its context, and with it the key, before it waits for the
// threads that use it.
#include "context.h"

#include <iostream>
#include <thread>

static void handle(long Number) {
  setRequest(Number);
  std::cout << "request " << request() << '\n';
}

int main() {
  openContext();
  std::thread First(handle, 1), Second(handle, 2);
  First.join();
  closeContext();
  Second.join();
}
