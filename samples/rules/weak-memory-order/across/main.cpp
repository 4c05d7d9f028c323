// The table is loaded beside its users, who ask the flag too carelessly.
#include "loader.h"
#include <iostream>
#include <thread>

int main() {
  Loader L;
  std::thread T([&L] { L.load(); });
  std::cout << L.first() << '\n';
  T.join();
}
