// "shared_ptr is thread-safe": its count is, this variable is not.
#include <iostream>
#include <memory>
#include <thread>

std::shared_ptr<int> Current = std::make_shared<int>(1);

void use() {
  std::shared_ptr<int> Mine = Current; // #copy
  if (*Mine == 0)
    std::cout << "zero\n";
}

int main() {
  std::thread Reader(use);
  Current = std::make_shared<int>(2); // expect: shared-object-assignment-race(Current) with #copy
  Reader.join();
}
