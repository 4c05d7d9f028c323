// The lock guards the function, the reference leaves it.
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

class Log {
public:
  void add(int Line) {
    std::lock_guard<std::mutex> Lock(Mtx);
    Lines.push_back(Line);
  }
  const std::vector<int> &lines() {
    std::lock_guard<std::mutex> Lock(Mtx); // #lock
    return Lines; // expect: guarded-reference-escape(Lines) with #lock
  }

private:
  std::mutex Mtx;
  std::vector<int> Lines;
};

int main() {
  Log L;
  std::thread T([&L] { L.add(1); });
  T.join();
  std::cout << L.lines().size() << std::endl;
}
