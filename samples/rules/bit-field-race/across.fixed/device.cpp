// One lock for one memory location.
#include "device.h"

void setPower(Device &D, unsigned Value) {
  std::lock_guard<std::mutex> Guard(D.Lock);
  D.Power = Value & 15;
}

void setMode(Device &D, unsigned Value) {
  std::lock_guard<std::mutex> Guard(D.Lock);
  D.Mode = Value & 15;
}
