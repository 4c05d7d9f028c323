#ifndef STACK_H
#define STACK_H

#include <atomic>

struct Node {
  int Value = 0;
  Node *Next = nullptr;
};

// Takes new nodes from any thread.
class Stack {
public:
  void push(Node *N) {
    N->Next = Top.load();
    Top.compare_exchange_weak(N->Next, N); // expect: weak-cas-without-loop(Top); likely
  }
  Node *top() const { return Top.load(); }

private:
  std::atomic<Node *> Top{nullptr};
};

#endif
