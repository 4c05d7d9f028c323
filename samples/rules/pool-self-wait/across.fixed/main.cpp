// The picture's task says itself that the page is ready: no task waits.
// expect-none
#include "pool.h"

#include <latch>

void loadPage(Pool &P, std::latch &Ready) {
  P.submit([&Ready] { Ready.count_down(); });
}

int main() {
  Pool P;
  std::latch Ready(2);
  for (int Page = 0; Page < 2; ++Page)
    P.submit([&P, &Ready] { loadPage(P, Ready); });
  Ready.wait();
}
