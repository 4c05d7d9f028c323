// Each function locks.
// expect-none
#include <mutex>
#include <optional>
#include <thread>

class Last {
public:
  void put(int Value) {
    std::lock_guard<std::mutex> Guard(M);
    Answer = Value;
  }
  int get() const {
    std::lock_guard<std::mutex> Guard(M);
    return Answer.has_value() ? *Answer : -1;
  }

private:
  mutable std::mutex M;
  std::optional<int> Answer;
};

int main() {
  Last L;
  std::thread Writer([&L] { L.put(42); });
  int Seen = L.get();
  Writer.join();
  return Seen == 0;
}
