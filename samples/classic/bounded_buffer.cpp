// A bounded buffer whose consumer asks `if` and not `while` before it takes:
// a wait may return although nothing is there, and front() of an empty deque
// is undefined.
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>

class Buffer {
public:
  void put(int Value) {
    std::unique_lock<std::mutex> Guard(M);
    while (Items.size() == Capacity)
      NotFull.wait(Guard);
    Items.push_back(Value);
    NotEmpty.notify_one();
  }
  int get() {
    std::unique_lock<std::mutex> Guard(M);
    if (Items.empty())
      NotEmpty.wait(Guard); // expect: wait-without-predicate(NotEmpty)
    int Value = Items.front();
    Items.pop_front();
    NotFull.notify_one();
    return Value;
  }

private:
  static constexpr std::size_t Capacity = 4;
  std::mutex M;
  std::condition_variable NotFull, NotEmpty;
  std::deque<int> Items;
};

int main() {
  Buffer B;
  std::thread Producer([&B] {
    for (int I = 0; I < 20; ++I)
      B.put(I);
  });
  std::thread Consumer([&B] {
    for (int I = 0; I < 20; ++I)
      B.get();
  });
  Producer.join();
  Consumer.join();
}
