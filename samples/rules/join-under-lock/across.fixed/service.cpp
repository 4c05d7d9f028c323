// Starting and stopping: the lock is given up before the wait.
#include "service.h"

void Service::start() {
  Worker = std::thread([this] { serve(); });
}

void Service::stop() {
  {
    std::lock_guard<std::mutex> Guard(Lock);
    Stopping = true;
  }
  Worker.join();
}
