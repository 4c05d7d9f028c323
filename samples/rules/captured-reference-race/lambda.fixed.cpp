// What is private to a thread is declared inside it, and what it returns has a
// place of its own.
// expect-none
#include <iostream>
#include <thread>

int main() {
  const int Values[] = {3, 1, 4, 1, 5, 9, 2, 6};
  long FirstSum = 0, SecondSum = 0;
  auto Sum = [&Values](int From, long &Result) {
    for (int I = From; I < From + 4; ++I) {
      int Square = Values[I] * Values[I];
      Result += Square;
    }
  };
  std::thread First([&] { Sum(0, FirstSum); });
  std::thread Second([&] { Sum(4, SecondSum); });
  First.join();
  Second.join();
  std::cout << FirstSum + SecondSum << '\n';
}
