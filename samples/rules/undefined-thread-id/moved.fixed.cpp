// The list has the thread, and the list waits for it. A variable that may be empty
// is asked.
// expect-none
#include <iostream>
#include <thread>
#include <vector>

class Pool {
public:
  void add(int Part) {
    std::thread Worker([Part] { std::cout << "part " << Part << '\n'; });
    if (Part != 7)
      Workers.push_back(std::move(Worker));
    if (Worker.joinable())
      Worker.join();
  }
  void wait() {
    for (std::thread &T : Workers)
      T.join();
  }

private:
  std::vector<std::thread> Workers;
};

int main() {
  Pool P;
  P.add(1);
  P.add(2);
  P.wait();
}
