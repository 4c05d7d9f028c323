// A default capture [&] shares everything, also what was meant to be private:
// both threads use one and the same scratch variable.
#include <iostream>
#include <thread>

int main() {
  const int Values[] = {3, 1, 4, 1, 5, 9, 2, 6};
  int Square = 0;
  long FirstSum = 0, SecondSum = 0;
  auto Sum = [&](int From, long &Result) {
    for (int I = From; I < From + 4; ++I) {
      Square = Values[I]; // expect: captured-reference-race(Square); dynamic: confirmed
      Square *= Square;
      Result += Square;
    }
  };
  std::thread First([&] { Sum(0, FirstSum); });
  std::thread Second([&] { Sum(4, SecondSum); });
  First.join();
  Second.join();
  std::cout << FirstSum + SecondSum << '\n';
}
