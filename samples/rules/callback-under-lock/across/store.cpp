#include "store.h"

void Store::sell() {
  std::lock_guard<std::mutex> Guard(M); // #taken
  --Stock;
  Watching.sold(Stock); // expect: callback-under-lock(Observer::sold) with #taken; likely
}
