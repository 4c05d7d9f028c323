#include "meter.h"
#include <ctime>

bool makeMeter(Meter &M) {
  M.Readings = 0;
  return mtx_init(&M.Lock, mtx_timed) == thrd_success;
}

bool addReading(Meter &M) {
  timespec Until;
  timespec_get(&Until, TIME_UTC);
  Until.tv_sec += 1;
  if (mtx_timedlock(&M.Lock, &Until) != thrd_success)
    return false;
  ++M.Readings;
  mtx_unlock(&M.Lock);
  return true;
}
