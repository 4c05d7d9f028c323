// The guard holds the mutex; the attempt below asks for it once more.
#include <iostream>
#include <mutex>

std::mutex M;
int Orders = 0;

void order() {
  std::lock_guard<std::mutex> Guard(M); // #held
  if (M.try_lock()) { // expect: try-lock-while-held(M) with #held; certain
    ++Orders;
    M.unlock();
  }
}

// The fault is undefined: it is run only when asked for.
int main(int Argc, char **) {
  if (Argc > 1)
    order();
  std::cout << Orders << '\n';
}
