// The pointer never changes; what it points to is guarded. A reader's lock is
// not enough to write.
#include <iostream>
#include <mutex>
#include <shared_mutex>
#include <thread>

class Table {
public:
  explicit Table(int *Rows) : Rows(Rows) {}
  int first() {
    std::shared_lock<std::shared_mutex> Guard(M);
    return *Rows;
  }
  void reset() {
    std::shared_lock<std::shared_mutex> Guard(M);
    *Rows = 0; // expect: guarded-by-race(Rows)
  }

private:
  std::shared_mutex M;
  int *Rows __attribute__((pt_guarded_by(M)));
};

int main() {
  int Data[3] = {1, 2, 3};
  Table T(Data);
  std::thread Reader([&T] { std::cout << T.first() << '\n'; });
  std::thread Writer([&T] { T.reset(); });
  Reader.join();
  Writer.join();
}
