// A job for the background, by a library written in C. That its thread is never given
// back does not show here.
#include "background.h"

#include <iostream>
#include <semaphore>

static std::binary_semaphore Done(0);

static void save() {
  std::cout << "saved\n";
  Done.release();
}

int main() {
  if (in_background(save) != 0)
    return 1;
  Done.acquire();
}
