// The worker throws when its part is bad. The try block in main is around the
// join, in another thread: it catches nothing, and the program is aborted.
#include <iostream>
#include <stdexcept>
#include <thread>

void work(int Part) {
  if (Part < 0)
    throw std::runtime_error("bad part"); // expect: exception-leaves-thread(work) with #start; likely
  std::cout << "part " << Part << '\n';
}

int main() {
  std::thread Worker(work, 1); // #start
  try {
    Worker.join();
  } catch (const std::exception &E) {
    std::cout << E.what() << '\n';
  }
}
