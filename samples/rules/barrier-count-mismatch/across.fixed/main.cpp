// Two courses, two counts.
// expect-none
#include "kitchen.h"

#include <iostream>
#include <thread>

int main() {
  Dinner Tonight;
  std::thread Soup(&Dinner::cookSoup, &Tonight);
  std::thread Roast(&Dinner::cookRoast, &Tonight);
  Tonight.awaitAll();
  std::cout << "dinner is served\n";
  Soup.join();
  Roast.join();
}
