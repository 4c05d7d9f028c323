// A stack template whose pop() throws when there is nothing, and unlocks first.
#ifndef STACK_H
#define STACK_H

#include <mutex>
#include <stdexcept>
#include <vector>

template <class T>
class Stack {
public:
  void push(T Item) {
    std::lock_guard<std::mutex> Guard(Lock);
    Items.push_back(Item);
  }
  T pop() {
    std::lock_guard<std::mutex> Guard(Lock);
    if (Items.empty())
      throw std::out_of_range("pop");
    T Item = Items.back();
    Items.pop_back();
    return Item;
  }

private:
  std::mutex Lock;
  std::vector<T> Items;
};

#endif
