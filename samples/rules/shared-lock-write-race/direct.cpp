// Looking a page up counts it, under the reader's lock: many readers count at
// the same time.
#include <iostream>
#include <mutex>
#include <shared_mutex>
#include <thread>

std::shared_mutex Lock;
int Page = 1;
int Views = 0;

int view() {
  std::shared_lock<std::shared_mutex> Guard(Lock);
  ++Views; // expect: shared-lock-write-race(Views); dynamic: confirmed
  return Page;
}

int main() {
  std::thread First(view);
  std::thread Second(view);
  First.join();
  Second.join();
  std::cout << Views << '\n';
}
