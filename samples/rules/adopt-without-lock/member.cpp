// enter() locks only if asked to; one caller does not ask, and adopts.
#include <mutex>
#include <thread>

class Pool {
public:
  void put() {
    Free.lock();
    store(1);
  }
  void putAll() {
    store(2);
  }

private:
  void store(int N) {
    std::unique_lock<std::mutex> Guard(Free, std::adopt_lock); // expect: adopt-without-lock(Free); likely
    Count += N;
  }

  std::mutex Free;
  int Count = 0; // #count
};

int main() {
  Pool P;
  std::thread First([&P] { P.put(); });
  First.join();
  P.putAll();
}
