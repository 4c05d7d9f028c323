#ifndef READERWRITERQUEUE_H
#define READERWRITERQUEUE_H

#include <atomic>
#include <cstddef>

namespace moodycamel {

// Stands for the library's class of that name: for one producer and one
// consumer.
template <class T> class ReaderWriterQueue {
public:
  explicit ReaderWriterQueue(std::size_t = 15) {}

  bool try_enqueue(const T &Value) {
    std::size_t At = Tail.load();
    if ((At + 1) % Size == Head.load())
      return false;
    Slots[At] = Value;
    Tail.store((At + 1) % Size);
    return true;
  }
  bool try_dequeue(T &Value) {
    std::size_t At = Head.load();
    if (At == Tail.load())
      return false;
    Value = Slots[At];
    Head.store((At + 1) % Size);
    return true;
  }

private:
  static constexpr std::size_t Size = 16;
  T Slots[Size];
  std::atomic<std::size_t> Head{0}, Tail{0};
};

} // namespace moodycamel

#endif
