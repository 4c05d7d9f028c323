// The key is deleted when all threads that use it have ended.
// expect-none
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
  Second.join();
  closeContext();
}
