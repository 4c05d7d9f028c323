// The first line needs no lock, the author thought; the unlock is there for
// all.
#include "journal.h"
#include <iostream>
#include <thread>

int main() {
  Journal J;
  J.add(1);
  std::thread T([&J] { J.size(); });
  T.join();
  std::cout << J.size() << '\n';
}
