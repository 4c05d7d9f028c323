// The wait is one that a request to stop ends, and the loop asks why it came back.
// expect-none
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <optional>
#include <queue>
#include <thread>

class Mailbox {
public:
  void start() {
    Reader = std::jthread([this](std::stop_token Stop) { readAll(Stop); });
  }
  void put(int Letter) {
    {
      std::lock_guard<std::mutex> Guard(M);
      Letters.push(Letter);
    }
    Arrived.notify_one();
  }

private:
  void readAll(std::stop_token Stop) {
    while (std::optional<int> Letter = next(Stop))
      std::cout << *Letter << '\n';
  }
  std::optional<int> next(std::stop_token Stop) {
    std::unique_lock<std::mutex> Lock(M);
    if (!Arrived.wait(Lock, Stop, [this] { return !Letters.empty(); }))
      return std::nullopt;
    int Letter = Letters.front();
    Letters.pop();
    return Letter;
  }

  std::mutex M;
  std::condition_variable_any Arrived;
  std::queue<int> Letters;
  std::jthread Reader;
};

int main() {
  Mailbox Box;
  Box.start();
  Box.put(1);
}
