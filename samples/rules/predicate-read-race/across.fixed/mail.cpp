// One lock around look and wait.
#include "mail.h"

void Mail::put(int Letter) {
  std::lock_guard<std::mutex> Guard(M);
  Content = Letter;
  Arrived.notify_one();
}

int Mail::get() {
  std::unique_lock<std::mutex> Lock(M);
  Arrived.wait(Lock, [this] { return Content != 0; });
  return Content;
}
