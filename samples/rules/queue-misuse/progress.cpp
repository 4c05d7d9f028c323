// "How many are left?": the only question that this queue can't be asked while
// others use it.
#include "concurrent_queue.h"
#include <iostream>
#include <thread>

class Downloads {
public:
  void add(int Page) { Pages.push(Page); }
  void fetchAll() {
    int Page;
    while (Pages.try_pop(Page)) { // #pop
    }
  }
  void show() {
    std::cout << Pages.unsafe_size() << " left\n"; // expect: queue-misuse(Pages) with #pop; likely
  }

private:
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
