// A static local does it right; so does an atomic pointer.
// expect-none
#include <atomic>
#include <mutex>
#include <thread>

struct Config {
  int Level = 3;
};

std::mutex M;
std::atomic<Config *> Instance{nullptr};

Config *instance() {
  Config *Seen = Instance;
  if (!Seen) {
    std::lock_guard<std::mutex> Guard(M);
    Seen = Instance;
    if (!Seen) {
      Seen = new Config;
      Instance = Seen;
    }
  }
  return Seen;
}

Config &simple() {
  static Config Only;
  return Only;
}

int main() {
  std::thread One([] { instance(); simple(); }), Two([] { instance(); simple(); });
  One.join();
  Two.join();
}
