// lock() and unlock() by hand, and a return between them.
#include <mutex>
#include <thread>

std::mutex Mtx;
int Stock = 1;

bool take() {
  Mtx.lock(); // #lock
  if (Stock == 0)
    return false; // expect: lock-not-released(Mtx) with #lock
  Stock--;
  Mtx.unlock();
  return true;
}

int main() {
  std::thread T(take);
  T.join();
}
