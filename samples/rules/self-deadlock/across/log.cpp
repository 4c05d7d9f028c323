// Writes a line, under the lock.
#include "log.h"

#include <iostream>

std::mutex LogLock;

void writeLine(const std::string &Text) {
  LogLock.lock(); // expect: self-deadlock(LogLock) with #outer
  std::cout << Text << '\n';
  LogLock.unlock();
}
