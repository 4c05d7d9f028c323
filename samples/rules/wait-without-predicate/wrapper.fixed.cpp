// Both callers ask again after every wait.
// expect-none
#include <condition_variable>
#include <mutex>
#include <thread>

class Signal {
public:
  void wait(std::unique_lock<std::mutex> &Guard) { Changed.wait(Guard); }
  void raise() { Changed.notify_all(); }

private:
  std::condition_variable Changed;
};

std::mutex Lock;
Signal Full;
int Items = 0;

void produce() {
  std::lock_guard<std::mutex> Guard(Lock);
  Items = 2;
  Full.raise();
}

void careful() {
  std::unique_lock<std::mutex> Guard(Lock);
  while (Items == 0)
    Full.wait(Guard);
  --Items;
}

void hasty() {
  std::unique_lock<std::mutex> Guard(Lock);
  while (Items == 0)
    Full.wait(Guard);
  --Items;
}

int main() {
  std::thread First(careful);
  std::thread Second(hasty);
  produce();
  First.join();
  Second.join();
}
