// A lambda that forgets the mutex between the brackets.
#include <iostream>
#include <mutex>
#include <thread>

int main() {
  std::mutex Lock;
  int Sum = 0;
  auto Add = [&Lock, &Sum](int N) {
    std::scoped_lock Guard; // expect: empty-scoped-lock(Guard)
    if (Lock.try_lock()) {
      Sum += N;
      Lock.unlock();
    }
  };
  std::thread First(Add, 1), Second(Add, 2);
  First.join();
  Second.join();
  std::cout << Sum << '\n';
}
