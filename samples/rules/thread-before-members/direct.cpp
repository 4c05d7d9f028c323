// The logger's thread is its first member: it runs before the mutex, the condition
// and the lines are made, and until after they are destroyed.
#include <condition_variable>
#include <deque>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>

class Logger {
public:
  Logger() : Writer([this] { write(); }) {} // expect: thread-before-members(M) with #late, #use
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
    std::unique_lock<std::mutex> Lock(M); // #use
    do {
      Changed.wait(Lock, [this] { return Stopping || !Lines.empty(); });
      for (; !Lines.empty(); Lines.pop_front())
        std::cout << Lines.front() << '\n';
    } while (!Stopping);
  }

  std::thread Writer;
  std::mutex M; // #late
  std::condition_variable Changed;
  std::deque<std::string> Lines;
  bool Stopping = false;
};

int main() {
  Logger L;
  L.log("hello");
}
