// Each half has a lock of its own, and both halves are one byte.
#include "device.h"

void setPower(Device &D, unsigned Value) {
  std::lock_guard<std::mutex> Guard(D.PowerLock);
  D.Power = Value & 15; // expect: bit-field-race(Power) with #mode
}

void setMode(Device &D, unsigned Value) {
  std::lock_guard<std::mutex> Guard(D.ModeLock);
  D.Mode = Value & 15; // #mode
}
