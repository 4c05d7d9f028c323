// A seat is taken only if the number is still the one that was seen. The printer
// is the only one that takes from Pages: the author can only add to them.
// expect-none
#include <atomic>
#include <iostream>
#include <thread>

std::atomic<int> Seats{5};
std::atomic<int> Pages{0};

void sell() {
  int Seen = Seats;
  while (Seen > 0 && !Seats.compare_exchange_weak(Seen, Seen - 1))
    ;
}

void print() {
  for (int I = 0; I < 100; ++I)
    if (Pages > 0)
      --Pages;
}

int main() {
  std::thread One(sell), Two(sell), Printer(print);
  for (int I = 0; I < 3; ++I)
    ++Pages;
  One.join();
  Two.join();
  Printer.join();
  std::cout << Seats << '\n';
}
