#include "store.h"

void Store::sell() {
  int Left;
  {
    std::lock_guard<std::mutex> Guard(M);
    Left = --Stock;
  }
  Watching.sold(Left);
}
