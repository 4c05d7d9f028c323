// A bounded buffer with a condition variable for each side.
#ifndef BUFFER_H
#define BUFFER_H

#include <condition_variable>
#include <mutex>
#include <queue>

class Buffer {
public:
  void put(int Value);
  int take();

private:
  std::mutex M;
  std::condition_variable NotEmpty, NotFull;
  std::queue<int> Items;
};

#endif
