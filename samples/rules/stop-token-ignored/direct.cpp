// A ticker in a std::jthread: its destructor asks it to stop, and the loop never
// looks. The program would hang at the end of main; it leaves before that.
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

int main(int Count, char **) {
  std::jthread Ticker([] { // #start
    while (true) {
      std::this_thread::sleep_for(1ms); // expect: stop-token-ignored(lambda in main) with #start
    }
  });
  std::cout << "working\n";
  if (Count < 9)
    std::_Exit(0);
}
