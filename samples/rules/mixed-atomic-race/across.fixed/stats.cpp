// The member is atomic.
#include "stats.h"

Stats Total;

void count() { ++Total.Requests; }

long report() { return Total.Requests; }
