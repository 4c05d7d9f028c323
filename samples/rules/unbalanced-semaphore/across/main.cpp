// Three runners, and a gate that opens for one of them.
#include "gate.h"

#include <thread>

Gate Start;

int main(int Argc, char **) {
  if (Argc == 1)
    return 0; // it would never end
  std::thread First([] { Start.pass(); });
  std::thread Second([] { Start.pass(); });
  std::thread Third([] { Start.pass(); });
  Start.open();
  First.join();
  Second.join();
  Third.join();
}
