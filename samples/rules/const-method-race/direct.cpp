// A const function that caches.
#include <thread>

class Shape {
public:
  explicit Shape(int Side) : Side(Side) {}
  int area() const {
    if (Area < 0)
      Area = Side * Side; // expect: const-method-race(Area)
    return Area;
  }

private:
  int Side;
  mutable int Area = -1;
};

const Shape Square(4);

int main() {
  std::thread One([] { Square.area(); }), Two([] { Square.area(); });
  One.join();
  Two.join();
}
