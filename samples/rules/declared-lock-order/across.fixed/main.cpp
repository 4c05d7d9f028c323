// Outer first, everywhere.
// expect-none
#include "state.h"
#include <thread>

Mutex Inner, Outer;
int Value = 0;

int main() {
  std::thread First(refresh);
  std::thread Second(update);
  First.join();
  Second.join();
}