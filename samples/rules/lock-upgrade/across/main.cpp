// The two locks stand in two functions.
#include "prices.h"

// The fault would hang every run: it is run only when asked for.
int main(int Argc, char **) {
  Prices P;
  return Argc > 1 ? P.ask() : 0;
}
