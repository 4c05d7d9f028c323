// Two clerks, one ledger, two files, and in each a lock: not the same one.
#include "ledger.h"

#include <thread>

int main() {
  std::thread First(enter);
  std::thread Second(strike);
  First.join();
  Second.join();
}
