// A job for the background, in a thread that is started detached.
// expect-none
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
