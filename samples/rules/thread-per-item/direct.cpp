// A thread for each word: with a dictionary as input, a hundred thousand threads.
// with-rule: thread-per-item
#include <atomic>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

std::atomic<size_t> Letters = 0;

void countAll(const std::vector<std::string> &Words) {
  std::vector<std::thread> Threads;
  for (const std::string &Word : Words)
    Threads.emplace_back([&Word] { Letters += Word.size(); }); // expect: thread-per-item(countAll)
  for (std::thread &T : Threads)
    T.join();
}

int main() {
  countAll({"one", "two", "three"});
  std::cout << Letters << '\n';
}
