// A C-style queue in a class template: size() locks, and push() asks for the
// size while it holds the lock.
#include <cstddef>
#include <deque>
#include <mutex>

template <class T>
class Queue {
public:
  std::size_t size() {
    std::unique_lock<std::mutex> Guard(Lock); // expect: self-deadlock(Lock) with #push
    return Items.size();
  }
  bool push(T Item) {
    std::unique_lock<std::mutex> Guard(Lock); // #push
    if (size() >= Limit)
      return false;
    Items.push_back(Item);
    return true;
  }

private:
  static constexpr std::size_t Limit = 10;
  std::mutex Lock;
  std::deque<T> Items;
};

int main(int Argc, char **) {
  Queue<int> Q;
  if (Argc > 1)
    Q.push(1);
}
