// What was received is stored when the other lock is given up.
// expect-none
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
int Packets = 0;

void store() {
  Disk.enter();
  ++Blocks;
  Disk.leave();
}

void receive() {
  Net.enter();
  ++Packets;
  Net.leave();
  store();
}

int main() {
  std::thread First(receive);
  std::thread Second(store);
  First.join();
  Second.join();
}
