#include "meter.h"
#include <ctime>

bool makeMeter(Meter &M) {
  M.Readings = 0;
  return mtx_init(&M.Lock, mtx_plain) == thrd_success; // #made
}

bool addReading(Meter &M) {
  timespec Until;
  timespec_get(&Until, TIME_UTC);
  Until.tv_sec += 1;
  if (mtx_timedlock(&M.Lock, &Until) != thrd_success) // expect: timed-lock-on-plain-mutex(Lock) with #made; certain
    return false;
  ++M.Readings;
  mtx_unlock(&M.Lock);
  return true;
}
