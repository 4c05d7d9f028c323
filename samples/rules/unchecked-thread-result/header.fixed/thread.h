#ifndef THREAD_H
#define THREAD_H

#include <pthread.h>
#include <system_error>

/// A thread for the time of a block.
class Thread {
public:
  Thread(void *(*Run)(void *), void *Argument) {
    if (int Error = pthread_create(&Handle, nullptr, Run, Argument))
      throw std::system_error(Error, std::generic_category(), "no thread");
  }
  ~Thread() { pthread_join(Handle, nullptr); }
  Thread(const Thread &) = delete;
  Thread &operator=(const Thread &) = delete;

private:
  pthread_t Handle;
};

#endif
