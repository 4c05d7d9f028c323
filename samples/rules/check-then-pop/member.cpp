// A stack of free buffers, a template over what it holds: size() is asked, the
// lock is given up, and the last buffer is taken twice.
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

template <class T> class Pool {
public:
  void give(T Value) {
    std::lock_guard<std::mutex> Guard(M);
    Free.push_back(Value);
  }
  T takeOr(T Other) {
    std::unique_lock<std::mutex> Lock(M);
    size_t Left = Free.size(); // #asked
    Lock.unlock();
    if (Left == 0)
      return Other;
    Lock.lock();
    T Value = Free.back();
    Free.pop_back(); // expect: check-then-pop(Free) with #asked
    return Value;
  }

private:
  std::mutex M;
  std::vector<T> Free;
};

Pool<int> Buffers;

void use() {
  for (int I = 0; I < 10; ++I)
    Buffers.give(Buffers.takeOr(-1));
}

int main() {
  Buffers.give(1);
  std::thread One(use), Two(use);
  One.join();
  Two.join();
  std::cout << Buffers.takeOr(-1) << '\n';
}
