#ifndef STATE_H
#define STATE_H

#include <mutex>

class __attribute__((capability("mutex"))) Mutex {
public:
  void lock() __attribute__((acquire_capability())) { Impl.lock(); }
  void unlock() __attribute__((release_capability())) { Impl.unlock(); }

private:
  std::mutex Impl;
};

extern Mutex Inner;
extern Mutex Outer __attribute__((acquired_before(Inner)));
extern int Value;

void refresh();
void update();

#endif
