// The writer locks for itself alone.
// expect-none
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
    std::unique_lock<std::shared_mutex> Guard(M);
    *Rows = 0;
  }
  bool isEmpty() const { return Rows == nullptr; }

private:
  std::shared_mutex M;
  int *Rows __attribute__((pt_guarded_by(M)));
};

int main() {
  int Data[3] = {1, 2, 3};
  Table T(Data);
  std::thread Reader([&T] { std::cout << T.first() << '\n'; });
  std::thread Writer([&T] { T.reset(); });
  std::cout << T.isEmpty() << '\n';
  Reader.join();
  Writer.join();
}
