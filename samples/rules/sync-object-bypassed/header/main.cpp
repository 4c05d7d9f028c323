// Slots are copied as bytes, and the lock in them is one of the bytes.
#include "slot.h"

#include <iostream>

int main() {
  Slot First, Second;
  initSlot(&First, 1);
  copySlot(&Second, &First);
  std::cout << Second.Value << '\n';
}
