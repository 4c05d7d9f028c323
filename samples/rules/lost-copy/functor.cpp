// The thread runs a copy of the counter; the one in main still says 0. And what
// std::bind is given, it copies, though the function takes a reference.
#include <functional>
#include <iostream>
#include <thread>

class Counter {
public:
  void operator()() {
    for (int I = 0; I < 10; ++I)
      ++N; // #member
  }
  int total() const { return N; }

private:
  int N = 0;
};

void add(int &To, int What) { To += What; } // #bound

int main() {
  Counter C;
  std::thread T(C); // #functor
  T.join();
  std::cout << C.total() << '\n'; // expect: lost-copy(C.N) with #functor, #member
  int Sum = 0;
  std::thread Adder(std::bind(add, Sum, 5)); // #bind
  Adder.join();
  std::cout << Sum << '\n'; // expect: lost-copy(Sum) with #bind, #bound
}
