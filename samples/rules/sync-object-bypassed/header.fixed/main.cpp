// A copied slot gets a lock of its own.
// expect-none
#include "slot.h"

#include <iostream>

int main() {
  Slot First, Second;
  initSlot(&First, 1);
  copySlot(&Second, &First);
  std::cout << Second.Value << '\n';
}
