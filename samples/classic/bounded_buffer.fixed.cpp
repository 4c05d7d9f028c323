// Both sides ask again after every wait.
// expect-none
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
    while (Items.empty())
      NotEmpty.wait(Guard);
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
