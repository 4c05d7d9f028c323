// There was a third course once; the latch still waits for it.
#include "kitchen.h"

#include <iostream>
#include <thread>

int main(int Argc, char **) {
  if (Argc == 1)
    return 0; // it would never end
  Dinner Tonight;
  std::thread Soup(&Dinner::cookSoup, &Tonight);
  std::thread Roast(&Dinner::cookRoast, &Tonight);
  Tonight.awaitAll();
  std::cout << "dinner is served\n";
  Soup.join();
  Roast.join();
}
