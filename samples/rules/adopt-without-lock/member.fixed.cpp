// Both callers lock for store(), which takes the lock over.
// expect-none
#include <mutex>
#include <thread>

class Pool {
public:
  void put() {
    Free.lock();
    store(1);
  }
  void putAll() {
    Free.lock();
    store(2);
  }

private:
  void store(int N) {
    std::unique_lock<std::mutex> Guard(Free, std::adopt_lock);
    Count += N;
  }

  std::mutex Free;
  int Count = 0;
};

int main() {
  Pool P;
  std::thread First([&P] { P.put(); });
  First.join();
  P.putAll();
}
