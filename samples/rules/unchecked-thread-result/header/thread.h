#ifndef THREAD_H
#define THREAD_H

#include <pthread.h>

/// A thread for the time of a block.
class Thread {
public:
  Thread(void *(*Run)(void *), void *Argument) {
    pthread_create(&Handle, nullptr, Run, Argument); // expect: unchecked-thread-result(this->Handle); certain
  }
  ~Thread() { pthread_join(Handle, nullptr); }
  Thread(const Thread &) = delete;
  Thread &operator=(const Thread &) = delete;

private:
  pthread_t Handle;
};

#endif
