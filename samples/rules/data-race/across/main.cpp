// Two servers count their requests in another file. The count lives there, the
// threads here: neither file is wrong by itself.
#include "statistics.h"

#include <iostream>
#include <thread>

void serve() {
  for (int I = 0; I < 1000; ++I)
    countRequest();
}

int main() {
  std::thread First(serve);
  std::thread Second(serve);
  First.join();
  Second.join();
  std::cout << requests() << '\n';
}
