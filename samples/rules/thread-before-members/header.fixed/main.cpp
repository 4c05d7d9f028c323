// The class in ticker.h declares its thread last.
// expect-none
#include "ticker.h"

#include <iostream>

int main() {
  Ticker T("tick");
  std::cout << (T.count() >= 0) << '\n';
}
