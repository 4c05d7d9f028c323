// empty() locks, pop() locks, and between them comes somebody else.
#include <mutex>
#include <queue>
#include <thread>

class SafeQueue {
public:
  void push(int Value) {
    std::lock_guard<std::mutex> Lock(Mtx);
    Items.push(Value);
  }
  bool empty() {
    std::lock_guard<std::mutex> Lock(Mtx);
    return Items.empty();
  }
  int pop() {
    std::lock_guard<std::mutex> Lock(Mtx);
    int Value = Items.front();
    Items.pop();
    return Value;
  }

private:
  std::mutex Mtx;
  std::queue<int> Items;
};

SafeQueue Queue;

void consume() {
  while (!Queue.empty()) // #asked
    Queue.pop(); // expect: check-then-pop(Queue) with #asked
}

int main() {
  for (int I = 0; I < 10; I++)
    Queue.push(I);
  std::thread A(consume), B(consume);
  A.join();
  B.join();
}
