// The ticker takes the token and asks it in every round.
// expect-none
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

int main() {
  std::jthread Ticker([](std::stop_token Stop) {
    while (!Stop.stop_requested())
      std::this_thread::sleep_for(1ms);
  });
  std::cout << "working\n";
}
