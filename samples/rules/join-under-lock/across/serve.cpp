// What the service's thread does: asks under the lock whether to stop.
#include "service.h"

void Service::serve() {
  for (int I = 0; I < 3; ++I) {
    std::lock_guard<std::mutex> Guard(Lock); // #needs
    if (Stopping)
      return;
    ++Served;
  }
}
