// The first even number is to be found, or 0. The search goes on after it, and the
// second one is set into the same promise, and in the end the 0.
#include <future>
#include <iostream>
#include <thread>
#include <vector>

void search(const std::vector<int> &Numbers, std::promise<int> Found) {
  for (int N : Numbers)
    if (N % 2 == 0)
      Found.set_value(N); // expect: promise-misuse(Found); certain
  Found.set_value(0);
}

int main() {
  std::promise<int> Found;
  std::future<int> First = Found.get_future();
  std::thread Searcher(search, std::vector<int>{1, 4, 7}, std::move(Found));
  Searcher.join();
  std::cout << "found " << First.get() << '\n';
  if (First.valid())
    std::cout << "twice: " << 2 * First.get() << '\n';
}
