// One lock at a time.
// expect-none
#include "prices.h"

int main() {
  Prices P;
  return P.ask() == 1 ? 0 : 1;
}
