// The search ends with the first one, and says so too when there is none. The value
// is kept; who wants to ask often has a shared_future.
// expect-none
#include <future>
#include <iostream>
#include <thread>
#include <vector>

void search(const std::vector<int> &Numbers, std::promise<int> Found) {
  for (int N : Numbers)
    if (N % 2 == 0) {
      Found.set_value(N);
      return;
    }
  Found.set_value(0);
}

int main() {
  std::promise<int> Found;
  std::future<int> First = Found.get_future();
  std::thread Searcher(search, std::vector<int>{1, 4, 7}, std::move(Found));
  Searcher.join();
  std::shared_future<int> Shared = First.share();
  std::cout << "found " << Shared.get() << '\n';
  std::cout << "twice: " << 2 * Shared.get() << '\n';
}
