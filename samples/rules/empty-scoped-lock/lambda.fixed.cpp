// One mutex, or several, in any order.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

int main() {
  std::mutex Lock, Log;
  int Sum = 0;
  auto Add = [&](int N) {
    std::scoped_lock Guard(Lock, Log);
    Sum += N;
  };
  std::thread First(Add, 1), Second(Add, 2);
  First.join();
  Second.join();
  std::cout << Sum << '\n';
}
