#ifndef INBOX_H
#define INBOX_H
#include <mutex>
#include <vector>

template <class T> class Inbox {
public:
  void put(T Item) {
    M.lock(); // expect: manual-lock-unlock(M) with #done; certain
    Items.push_back(Item);
    M.unlock(); // #done
  }

  int size() {
    std::lock_guard Guard(M);
    return static_cast<int>(Items.size());
  }

private:
  std::mutex M;
  std::vector<T> Items;
};

#endif
