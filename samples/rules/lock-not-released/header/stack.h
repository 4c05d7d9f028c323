// A stack template whose pop() throws when there is nothing, and keeps the lock.
#ifndef STACK_H
#define STACK_H

#include <mutex>
#include <stdexcept>
#include <vector>

template <class T>
class Stack {
public:
  void push(T Item) {
    Lock.lock();
    Items.push_back(Item);
    Lock.unlock();
  }
  T pop() {
    Lock.lock();
    if (Items.empty())
      throw std::out_of_range("pop"); // expect: lock-not-released(Lock)
    T Item = Items.back();
    Items.pop_back();
    Lock.unlock();
    return Item;
  }

private:
  std::mutex Lock;
  std::vector<T> Items;
};

#endif
