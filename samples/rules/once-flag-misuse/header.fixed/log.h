#ifndef LOG_H
#define LOG_H

#include <atomic>
#include <mutex>

// Opens itself at the first line.
class Log {
public:
  void line() {
    std::call_once(Opened, [this] { open(); });
    ++Lines;
  }
  int lines() const { return Lines; }

private:
  void open() { Lines = 0; }

  std::once_flag Opened;
  std::atomic<int> Lines{0};
};

#endif
