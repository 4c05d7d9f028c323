// Each line is parsed in a thread of its own. That parse() throws on bad input
// stands in its header; that nobody catches it there, nowhere.
#include "parse.h"

#include <atomic>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

int main() {
  std::atomic<int> Sum = 0;
  std::vector<std::string> Lines = {"1", "20", "300"};
  std::vector<std::thread> Threads;
  for (const std::string &Line : Lines)
    Threads.emplace_back([&Sum, &Line] {
      Sum += parse(Line); // expect: exception-leaves-thread(lambda in main) with #thrown
    });
  for (std::thread &T : Threads)
    T.join();
  std::cout << Sum << '\n';
}
