// The names say it and the header says it: Outer comes before Inner.
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