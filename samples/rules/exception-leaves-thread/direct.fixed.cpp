// The worker catches its own exception and leaves it for main, which throws it on
// after the join. A task's exception goes to its future by itself.
// expect-none
#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>
#include <thread>

void work(int Part) {
  if (Part < 0)
    throw std::runtime_error("bad part");
  std::cout << "part " << Part << '\n';
}

int main() {
  std::exception_ptr Failed;
  std::thread Worker([&Failed] {
    try {
      work(1);
    } catch (...) {
      Failed = std::current_exception();
    }
  });
  Worker.join();
  try {
    if (Failed)
      std::rethrow_exception(Failed);
    std::packaged_task<void(int)> Task(work);
    std::future<void> Done = Task.get_future();
    std::thread Runner(std::move(Task), 2);
    Runner.join();
    Done.get();
    std::async(std::launch::async, work, 3).get();
  } catch (const std::exception &E) {
    std::cout << E.what() << '\n';
  }
}
