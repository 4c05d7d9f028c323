// A private function without lock for those who hold it, and a public one that
// locks and calls it.
// expect-none
#include <cstddef>
#include <deque>
#include <mutex>

template <class T>
class Queue {
public:
  std::size_t size() {
    std::unique_lock<std::mutex> Guard(Lock);
    return sizeLocked();
  }
  bool push(T Item) {
    std::unique_lock<std::mutex> Guard(Lock);
    if (sizeLocked() >= Limit)
      return false;
    Items.push_back(Item);
    return true;
  }

private:
  std::size_t sizeLocked() const { return Items.size(); }
  static constexpr std::size_t Limit = 10;
  std::mutex Lock;
  std::deque<T> Items;
};

int main(int Argc, char **) {
  Queue<int> Q;
  if (Argc > 1)
    Q.push(1);
}
