// Reads under the lock for reading; see main.cpp.
#include "table.h"

int Table::get() const {
  std::shared_lock<std::shared_mutex> Guard(Lock);
  return Value; // #get
}
