// Two clerks, one ledger, one lock.
// expect-none
#include "ledger.h"

#include <thread>

int main() {
  std::thread First(enter);
  std::thread Second(strike);
  First.join();
  Second.join();
}
