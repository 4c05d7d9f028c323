// Producers wait for room, consumers for items, all in one place.
#include "buffer.h"

void Buffer::put(int Value) {
  std::unique_lock<std::mutex> Lock(M);
  Changed.wait(Lock, [this] { return Items.size() < 4; }); // #room
  Items.push(Value);
  Changed.notify_one(); // expect: notify-one-insufficient(Changed) with #room, #item
}

int Buffer::take() {
  std::unique_lock<std::mutex> Lock(M);
  Changed.wait(Lock, [this] { return !Items.empty(); }); // #item
  int Value = Items.front();
  Items.pop();
  Changed.notify_one();
  return Value;
}
