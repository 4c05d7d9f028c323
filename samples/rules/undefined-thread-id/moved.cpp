// In C++ a handle can be empty: the thread was moved into the list, and the variable
// that it came from is joined.
#include <iostream>
#include <thread>
#include <vector>

class Pool {
public:
  void add(int Part) {
    std::thread Worker([Part] { std::cout << "part " << Part << '\n'; });
    Workers.push_back(std::move(Worker)); // #moved
    if (Part == 7)
      Worker.join(); // expect: undefined-thread-id(Worker) with #moved
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
