// Writes a line, under the lock.
#include "log.h"

#include <iostream>

std::recursive_mutex LogLock;

void writeLine(const std::string &Text) {
  LogLock.lock();
  std::cout << Text << '\n';
  LogLock.unlock();
}
