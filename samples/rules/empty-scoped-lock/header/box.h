#ifndef BOX_H
#define BOX_H

#include <mutex>

class Box {
public:
  void put(int N) {
    std::scoped_lock<> Guard{}; // expect: empty-scoped-lock(Guard)
    Content = N;                // expect: data-race(Content); dynamic: confirmed
  }

private:
  std::mutex Lock;
  int Content = 0;
};

#endif
