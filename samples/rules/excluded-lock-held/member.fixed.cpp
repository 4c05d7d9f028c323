// What is to be done is decided under the lock, and done after it.
// expect-none
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

class Log {
public:
  void put(int N) {
    bool Full = false;
    {
      std::lock_guard<std::mutex> Guard(M);
      Lines.push_back(N);
      Full = Lines.size() > 1;
    }
    if (Full)
      write();
  }
  void write() __attribute__((locks_excluded(M))) { Written = true; }

private:
  std::mutex M;
  std::vector<int> Lines;
  std::atomic<bool> Written{false};
};

int main() {
  Log L;
  std::thread First([&L] { L.put(1); });
  std::thread Second([&L] { L.put(2); });
  First.join();
  Second.join();
}
