// Three runners, and a gate that opens for three.
// expect-none
#include "gate.h"

#include <thread>

Gate Start;

int main() {
  std::thread First([] { Start.pass(); });
  std::thread Second([] { Start.pass(); });
  std::thread Third([] { Start.pass(); });
  Start.open();
  First.join();
  Second.join();
  Third.join();
}
