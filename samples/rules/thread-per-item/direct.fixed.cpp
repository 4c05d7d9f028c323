// As many threads as the machine has cores, each takes the next word. A loop that
// fills a set of workers, or runs over a list in braces, is one of these.
// expect-none
// with-rule: thread-per-item
#include <algorithm>
#include <atomic>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

std::atomic<size_t> Letters = 0, Next = 0;

void countAll(const std::vector<std::string> &Words) {
  unsigned Count = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::thread> Workers;
  for (unsigned I = 0; I < Count; ++I)
    Workers.emplace_back([&Words] {
      for (size_t I; (I = Next++) < Words.size();)
        Letters += Words[I].size();
    });
  std::vector<std::thread> More;
  while (More.size() < 2)
    More.emplace_back([] { Letters += 0; });
  for (const char *Name : {"left", "right"})
    More.emplace_back([Name] { Letters += std::string(Name).size(); });
  for (std::thread &T : Workers)
    T.join();
  for (std::thread &T : More)
    T.join();
}

int main() {
  countAll({"one", "two", "three"});
  std::cout << Letters << '\n';
}
