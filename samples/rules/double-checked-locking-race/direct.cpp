// The famous one: it looks twice, and only once with the lock.
#include <mutex>
#include <thread>

struct Config {
  int Level = 3;
};

std::mutex M;
Config *Instance = nullptr;

Config *instance() {
  if (!Instance) { // expect: double-checked-locking-race(Instance) with #made
    std::lock_guard<std::mutex> Guard(M);
    if (!Instance)
      Instance = new Config; // #made
  }
  return Instance;
}

int main() {
  std::thread One([] { instance(); }), Two([] { instance(); });
  One.join();
  Two.join();
}
