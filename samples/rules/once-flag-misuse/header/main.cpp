// line() opens the log once, and open() asks for the same flag again.
#include "log.h"
#include <iostream>
#include <thread>

int main(int Argc, char **) {
  if (Argc == 1)
    return 0; // it would never end
  Log L;
  std::thread Writer([&L] { L.line(); });
  Writer.join();
  std::cout << L.lines() << '\n';
}
