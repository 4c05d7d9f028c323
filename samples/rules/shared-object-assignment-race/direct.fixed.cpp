// The thread has a shared_ptr of its own; to replace ours is our business.
// expect-none
#include <iostream>
#include <memory>
#include <thread>

void use(std::shared_ptr<int> Mine) {
  if (*Mine == 0)
    std::cout << "zero\n";
}

int main() {
  auto Current = std::make_shared<int>(1);
  std::thread Reader(use, Current);
  Current = std::make_shared<int>(2);
  Reader.join();
}
