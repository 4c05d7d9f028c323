#ifndef RIGTORP_SPSCQUEUE_H
#define RIGTORP_SPSCQUEUE_H

#include <atomic>
#include <cstddef>

namespace rigtorp {

// Stands for the library's class of that name: for one producer and one
// consumer.
template <class T> class SPSCQueue {
public:
  explicit SPSCQueue(std::size_t = 15) {}

  void push(const T &Value) {
    std::size_t At = Tail.load();
    Slots[At] = Value;
    Tail.store((At + 1) % Size);
  }
  T *front() {
    std::size_t At = Head.load();
    return At == Tail.load() ? nullptr : &Slots[At];
  }
  void pop() { Head.store((Head.load() + 1) % Size); }

private:
  static constexpr std::size_t Size = 16;
  T Slots[Size];
  std::atomic<std::size_t> Head{0}, Tail{0};
};

} // namespace rigtorp

#endif
