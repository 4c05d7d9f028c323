// Starting and stopping. stop() keeps the lock until the thread has ended.
#include "service.h"

void Service::start() {
  Worker = std::thread([this] { serve(); });
}

void Service::stop() {
  std::lock_guard<std::mutex> Guard(Lock); // #holds
  Stopping = true;
  Worker.join(); // expect: join-under-lock(Lock) with #holds, #needs
}
