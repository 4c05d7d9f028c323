#include "stop.h"

volatile bool Stop = false;

void work() {
  while (!Stop) // expect: volatile-as-synchronization(Stop) with #set; dynamic: confirmed
    ;
}
