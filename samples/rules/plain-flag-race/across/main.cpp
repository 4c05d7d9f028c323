// One thread fills a State and sets its flag, the other one spins until it is
// set. Neither sees the value in the order of the text.
#include "state.h"
#include <iostream>
#include <thread>

int main() {
  State S;
  std::thread Producer([&S] { fill(S); });
  std::cout << take(S) << '\n';
  Producer.join();
}
