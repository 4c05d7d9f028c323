// The store tells its observer when it has given up its own lock.
// with-rule: callback-under-lock
// expect-none
#include "store.h"

#include <thread>

class Report : public Observer {
public:
  void sold(int Left) override {
    std::lock_guard<std::mutex> Guard(M);
    Last = Left;
  }

private:
  std::mutex M;
  int Last = 0;
};

int main() {
  Report R;
  Store S(R);
  std::thread First([&S] { S.sell(); }), Second([&S] { S.sell(); });
  First.join();
  Second.join();
}
