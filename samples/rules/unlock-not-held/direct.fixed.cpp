// Unlocked once on every way: by a guard, or at the end.
// expect-none
#include <mutex>
#include <thread>

std::mutex Lock;
int Stock = 1;

void buy() {
  std::lock_guard<std::mutex> Guard(Lock);
  if (Stock != 0)
    --Stock;
}

void refill(bool Quick) {
  Lock.lock();
  if (Quick) {
    Stock += 1;
    Lock.unlock();
    return;
  }
  Stock += 10;
  Lock.unlock();
}

int main() {
  std::thread Customer(buy);
  refill(true);
  Customer.join();
}
