// A mail box with a std::jthread as member. Its loop waits for letters in a
// function of its own, and no letter says that it was the last one.
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>

class Mailbox {
public:
  void start() {
    Reader = std::jthread([this] { readAll(); });
  }
  void put(int Letter) {
    {
      std::lock_guard<std::mutex> Guard(M);
      Letters.push(Letter);
    }
    Arrived.notify_one();
  }

private:
  void readAll() {
    while (true)
      std::cout << next() << '\n'; // expect: stop-token-ignored(Mailbox::readAll)
  }
  int next() {
    std::unique_lock<std::mutex> Lock(M);
    Arrived.wait(Lock, [this] { return !Letters.empty(); });
    int Letter = Letters.front();
    Letters.pop();
    return Letter;
  }

  std::mutex M;
  std::condition_variable Arrived;
  std::queue<int> Letters;
  std::jthread Reader;
};

int main(int Count, char **) {
  Mailbox Box;
  Box.start();
  Box.put(1);
  if (Count < 9)
    std::_Exit(0);
}
