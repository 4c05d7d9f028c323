// A mutex class of the program's own; the second lock is taken in a function
// that is called.
#include <mutex>
#include <thread>

class __attribute__((capability("mutex"))) Latch {
public:
  void enter() __attribute__((acquire_capability())) { Inner.lock(); }
  void leave() __attribute__((release_capability())) { Inner.unlock(); }

private:
  std::mutex Inner;
};

extern Latch Net;
Latch Disk __attribute__((acquired_before(Net)));
Latch Net;
int Blocks = 0;

void store() {
  Disk.enter(); // expect: declared-lock-order(Disk, Net)
  ++Blocks;
  Disk.leave();
}

void receive() {
  Net.enter();
  store();
  Net.leave();
}

int main() {
  std::thread First(receive);
  std::thread Second(store);
  First.join();
  Second.join();
}
