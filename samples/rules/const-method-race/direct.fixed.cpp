// The cache has a lock.
// expect-none
#include <mutex>
#include <thread>

class Shape {
public:
  explicit Shape(int Side) : Side(Side) {}
  int area() const {
    std::lock_guard<std::mutex> Guard(M);
    if (Area < 0)
      Area = Side * Side;
    return Area;
  }

private:
  int Side;
  mutable std::mutex M;
  mutable int Area = -1;
};

const Shape Square(4);

int main() {
  std::thread One([] { Square.area(); }), Two([] { Square.area(); });
  One.join();
  Two.join();
}
