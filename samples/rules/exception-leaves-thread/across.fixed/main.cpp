// A bad line is counted where it is found, in the thread.
// expect-none
#include "parse.h"

#include <atomic>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

int main() {
  std::atomic<int> Sum = 0, Bad = 0;
  std::vector<std::string> Lines = {"1", "20", "300"};
  std::vector<std::thread> Threads;
  for (const std::string &Line : Lines)
    Threads.emplace_back([&Sum, &Bad, &Line] {
      try {
        Sum += parse(Line);
      } catch (const std::invalid_argument &) {
        ++Bad;
      }
    });
  for (std::thread &T : Threads)
    T.join();
  std::cout << Sum << ' ' << Bad << '\n';
}
