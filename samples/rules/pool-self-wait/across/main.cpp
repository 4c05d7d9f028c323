// Each page waits until its picture is loaded, by the same pool: two pages, two
// threads, and nobody loads.
#include "pool.h"

#include <latch>

void loadPage(Pool &P, std::latch &Ready) {
  std::latch Picture(1);
  P.submit([&Picture] { Picture.count_down(); });
  Picture.wait(); // expect: pool-self-wait(loadPage) with #dispatch; likely
  Ready.count_down();
}

int main(int Argc, char **) {
  if (Argc == 1)
    return 0; // it might never end
  Pool P;
  std::latch Ready(2);
  for (int Page = 0; Page < 2; ++Page)
    P.submit([&P, &Ready] { loadPage(P, Ready); });
  Ready.wait();
}
