// A counter of its own can be asked at any time.
// expect-none
#include "concurrent_queue.h"
#include <atomic>
#include <iostream>
#include <thread>

class Downloads {
public:
  void add(int Page) {
    ++Left;
    Pages.push(Page);
  }
  void fetchAll() {
    int Page;
    while (Pages.try_pop(Page))
      --Left;
  }
  void show() { std::cout << Left << " left\n"; }

private:
  std::atomic<int> Left{0};
  tbb::concurrent_queue<int> Pages;
};

Downloads Today;

int main() {
  for (int Page = 0; Page < 100; ++Page)
    Today.add(Page);
  std::thread Fetcher([] { Today.fetchAll(); });
  Today.show();
  Fetcher.join();
}
