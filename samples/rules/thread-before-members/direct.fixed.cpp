// The thread is the last member: all others are there before it and after it.
// expect-none
#include <condition_variable>
#include <deque>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>

class Logger {
public:
  Logger() : Writer([this] { write(); }) {}
  ~Logger() {
    {
      std::lock_guard<std::mutex> Guard(M);
      Stopping = true;
    }
    Changed.notify_one();
    Writer.join();
  }
  void log(std::string Line) {
    {
      std::lock_guard<std::mutex> Guard(M);
      Lines.push_back(std::move(Line));
    }
    Changed.notify_one();
  }

private:
  void write() {
    std::unique_lock<std::mutex> Lock(M);
    do {
      Changed.wait(Lock, [this] { return Stopping || !Lines.empty(); });
      for (; !Lines.empty(); Lines.pop_front())
        std::cout << Lines.front() << '\n';
    } while (!Stopping);
  }

  std::mutex M;
  std::condition_variable Changed;
  std::deque<std::string> Lines;
  bool Stopping = false;
  std::thread Writer;
};

int main() {
  Logger L;
  L.log("hello");
}
