#ifndef CONCURRENT_QUEUE_H
#define CONCURRENT_QUEUE_H

#include <cstddef>
#include <deque>
#include <mutex>

namespace tbb {

// Stands for the library's class of that name: any number of producers and
// consumers, but for what is called unsafe.
template <class T> class concurrent_queue {
public:
  void push(const T &Value) {
    std::lock_guard<std::mutex> Guard(M);
    Items.push_back(Value);
  }
  bool try_pop(T &Value) {
    std::lock_guard<std::mutex> Guard(M);
    if (Items.empty())
      return false;
    Value = Items.front();
    Items.pop_front();
    return true;
  }
  std::size_t unsafe_size() const { return Items.size(); }

private:
  std::mutex M;
  std::deque<T> Items;
};

} // namespace tbb

#endif
