#include "kitchen.h"

Dinner::Dinner() : Ready(3) {} // expect: barrier-count-mismatch(Ready) with #serve; likely

void Dinner::cookSoup() { Ready.count_down(); }

void Dinner::cookRoast() { Ready.count_down(); }

void Dinner::awaitAll() {
  Ready.wait(); // #serve
}
