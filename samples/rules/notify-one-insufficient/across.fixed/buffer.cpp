// Who notifies knows whom.
#include "buffer.h"

void Buffer::put(int Value) {
  std::unique_lock<std::mutex> Lock(M);
  NotFull.wait(Lock, [this] { return Items.size() < 4; });
  Items.push(Value);
  NotEmpty.notify_one();
}

int Buffer::take() {
  std::unique_lock<std::mutex> Lock(M);
  NotEmpty.wait(Lock, [this] { return !Items.empty(); });
  int Value = Items.front();
  Items.pop();
  NotFull.notify_one();
  return Value;
}
