// The class in ticker.h starts its thread where it is declared, above what the
// thread speaks of.
#include "ticker.h"

#include <iostream>

int main() {
  Ticker T("tick");
  std::cout << (T.count() >= 0) << '\n';
}
