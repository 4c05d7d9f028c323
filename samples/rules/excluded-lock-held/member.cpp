// Through a member function that a locked one calls: nobody sees both.
#include <mutex>
#include <thread>
#include <vector>

class Log {
public:
  void put(int N) {
    std::lock_guard<std::mutex> Guard(M); // #taken
    Lines.push_back(N);
    trim();
  }
  void write() __attribute__((locks_excluded(M))) { Written = true; }

private:
  void trim() {
    if (Lines.size() > 1)
      write(); // expect: excluded-lock-held(M) with #taken
  }

  std::mutex M;
  std::vector<int> Lines;
  bool Written = false;
};

int main() {
  Log L;
  std::thread First([&L] { L.put(1); });
  std::thread Second([&L] { L.put(2); });
  First.join();
  Second.join();
}
