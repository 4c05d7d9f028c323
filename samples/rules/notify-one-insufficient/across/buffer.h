// A bounded buffer with one condition variable for both sides.
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
  std::condition_variable Changed;
  std::queue<int> Items;
};

#endif
