#include "table.h"

void Table::set(int To) {
  std::unique_lock<std::shared_mutex> Guard(Lock);
  Value = To;
}
