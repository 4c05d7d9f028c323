// findBoth() wants both of one state, so it locks; find() locks, too.
#include "book.h"
#include <iostream>
#include <thread>

int main() {
  Book B;
  std::thread Writer([&B] { B.add("Ada", 1); });
  std::thread Reader([&B] { std::cout << B.findBoth("Ada", "Bob") << '\n'; });
  Writer.join();
  Reader.join();
}