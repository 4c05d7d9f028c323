// The mutex is tried once. A recursive one may be tried by its holder.
// expect-none
#include <iostream>
#include <mutex>

std::mutex M;
std::recursive_mutex R;
int Orders = 0;

void order() {
  if (M.try_lock()) {
    ++Orders;
    M.unlock();
  }
  std::lock_guard<std::recursive_mutex> Guard(R);
  if (R.try_lock()) {
    ++Orders;
    R.unlock();
  }
}

int main() {
  order();
  std::cout << Orders << '\n';
}
