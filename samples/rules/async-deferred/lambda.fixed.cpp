// The task starts at once, and is ready some time.
// with-rule: async-deferred
// expect-none
#include <chrono>
#include <future>
#include <iostream>

int main() {
  int Base = 20;
  auto Answer = std::async(std::launch::async, [Base] { return Base + 22; });
  if (Answer.wait_for(std::chrono::seconds(1)) == std::future_status::ready)
    std::cout << "in time\n";
  std::cout << Answer.get() << '\n';
}
