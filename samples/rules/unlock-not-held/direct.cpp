// On the way for empty stock the lock is given back twice. By the second time
// another customer may have it, and loses it.
#include <mutex>
#include <thread>

std::mutex Lock;
int Stock = 1;

void buy() {
  Lock.lock();
  if (Stock == 0) {
    Lock.unlock(); // #first
  } else {
    --Stock;
  }
  Lock.unlock(); // expect: unlock-not-held(Lock) with #first; certain
}

int main() {
  std::thread Customer(buy);
  Customer.join();
}
