// The division runs in a thread, which keeps its promise in any case.
// expect-none
#include "divide.h"

#include <iostream>
#include <thread>

int main() {
  std::promise<int> Result;
  std::future<int> Answer = Result.get_future();
  std::thread Worker(divide, 6, 3, std::move(Result));
  Worker.join();
  std::cout << Answer.get() << '\n';
}
