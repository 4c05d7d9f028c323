// The lock begins one line too late.
#include "mail.h"

#include <chrono>

void Mail::put(int Letter) {
  std::lock_guard<std::mutex> Guard(M);
  Content = Letter; // #put
  Arrived.notify_one();
}

int Mail::get() {
  while (Content == 0) { // expect: predicate-read-race(Content) with #put
    std::unique_lock<std::mutex> Lock(M);
    Arrived.wait_for(Lock, std::chrono::milliseconds(1));
  }
  std::lock_guard<std::mutex> Guard(M);
  return Content;
}
