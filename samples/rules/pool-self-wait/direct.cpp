// A task of the pool hands a part of its work to the pool and waits for it. The
// pool has one thread, and that one waits.
#include <condition_variable>
#include <functional>
#include <future>
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>

std::mutex M;
std::condition_variable More;
std::queue<std::function<void()>> Tasks;
bool Done = false;

void submit(std::function<void()> Task) {
  std::lock_guard<std::mutex> Guard(M);
  Tasks.push(std::move(Task));
  More.notify_one();
}

void work() {
  while (true) {
    std::unique_lock<std::mutex> Lock(M);
    More.wait(Lock, [] { return Done || !Tasks.empty(); });
    if (Tasks.empty())
      return;
    std::function<void()> Task = std::move(Tasks.front());
    Tasks.pop();
    Lock.unlock();
    Task(); // #dispatch
  }
}

std::promise<int> Half;
int Sum = 0;

void countAll() {
  submit([] { Half.set_value(21); });
  Sum = 21 + Half.get_future().get(); // expect: pool-self-wait(countAll) with #dispatch; likely
}

int main(int Argc, char **) {
  if (Argc == 1)
    return 0; // it would never end
  std::thread Worker(work);
  submit(countAll);
  {
    std::lock_guard<std::mutex> Guard(M);
    Done = true;
  }
  More.notify_all();
  Worker.join();
  std::cout << Sum << '\n';
}
