#ifndef BOX_H
#define BOX_H

#include <mutex>

class Box {
public:
  void put(int N) {
    std::scoped_lock Guard(Lock);
    Content = N;
  }

private:
  std::mutex Lock;
  int Content = 0;
};

#endif
