// std::ref hands over the object itself.
// expect-none
#include <functional>
#include <iostream>
#include <thread>

class Counter {
public:
  void operator()() {
    for (int I = 0; I < 10; ++I)
      ++N;
  }
  int total() const { return N; }

private:
  int N = 0;
};

void add(int &To, int What) { To += What; }

int main() {
  Counter C;
  std::thread T(std::ref(C));
  T.join();
  std::cout << C.total() << '\n';
  int Sum = 0;
  std::thread Adder(std::bind(add, std::ref(Sum), 5));
  Adder.join();
  std::cout << Sum << '\n';
}
