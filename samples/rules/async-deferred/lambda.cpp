// Deferred for certain: nobody but get() ever runs it, and while main waits for
// "ready" nobody does.
// with-rule: async-deferred
#include <chrono>
#include <future>
#include <iostream>

int main() {
  int Base = 20;
  auto Answer = std::async(std::launch::deferred, [Base] { return Base + 22; }); // expect: async-deferred(main); certain
  if (Answer.wait_for(std::chrono::seconds(1)) == std::future_status::ready)
    std::cout << "in time\n";
  std::cout << Answer.get() << '\n';
}
