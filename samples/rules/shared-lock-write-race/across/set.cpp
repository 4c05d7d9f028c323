#include "table.h"

void Table::set(int To) {
  std::shared_lock<std::shared_mutex> Guard(Lock);
  Value = To; // expect: shared-lock-write-race(Value) with #get; dynamic: confirmed
}
