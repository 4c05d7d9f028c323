// The state of a device, packed.
#ifndef DEVICE_H
#define DEVICE_H

#include <mutex>

struct Device {
  std::mutex PowerLock, ModeLock;
  unsigned Power : 4;
  unsigned Mode : 4;
};

void setPower(Device &D, unsigned Value);
void setMode(Device &D, unsigned Value);

#endif
