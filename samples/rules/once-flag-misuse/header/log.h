#ifndef LOG_H
#define LOG_H

#include <atomic>
#include <mutex>

// Opens itself at the first line.
class Log {
public:
  void line() {
    std::call_once(Opened, [this] { open(); }); // #outer
    ++Lines;
  }
  void open() {
    std::call_once(Opened, [this] { Lines = 0; }); // expect: once-flag-misuse(Opened) with #outer; likely
  }
  int lines() const { return Lines; }

private:
  std::once_flag Opened;
  std::atomic<int> Lines{0};
};

#endif
