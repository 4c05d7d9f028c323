// Who changes something takes the lock for writing.
// expect-none
#include <iostream>
#include <mutex>
#include <shared_mutex>
#include <thread>

std::shared_mutex Lock;
int Page = 1;
int Views = 0;

int view() {
  std::unique_lock<std::shared_mutex> Guard(Lock);
  ++Views;
  return Page;
}

int main() {
  std::thread First(view);
  std::thread Second(view);
  First.join();
  Second.join();
  std::cout << Views << '\n';
}
