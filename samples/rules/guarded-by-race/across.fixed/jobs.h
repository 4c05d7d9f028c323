#ifndef JOBS_H
#define JOBS_H

#include <mutex>
#include <string>
#include <vector>

/// A mutex class of the program's own.
class __attribute__((capability("mutex"))) Mutex {
public:
  void lock() __attribute__((acquire_capability())) { Inner.lock(); }
  void unlock() __attribute__((release_capability())) { Inner.unlock(); }

private:
  std::mutex Inner;
};

class Jobs {
public:
  void add(const std::string &Name);
  bool isIdle();

private:
  Mutex M;
  std::vector<std::string> Names __attribute__((guarded_by(M)));
};

#endif
