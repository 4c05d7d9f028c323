#include "pool.h"

Pool::Pool() {
  for (int I = 0; I < 2; ++I)
    Workers.emplace_back([this] { work(); });
}

Pool::~Pool() {
  {
    std::lock_guard<std::mutex> Guard(M);
    Done = true;
  }
  More.notify_all();
  for (std::thread &Worker : Workers)
    Worker.join();
}

void Pool::submit(std::function<void()> Task) {
  std::lock_guard<std::mutex> Guard(M);
  Tasks.push(std::move(Task));
  More.notify_one();
}

void Pool::work() {
  while (true) {
    std::unique_lock<std::mutex> Lock(M);
    More.wait(Lock, [this] { return Done || !Tasks.empty(); });
    if (Tasks.empty())
      return;
    std::function<void()> Task = std::move(Tasks.front());
    Tasks.pop();
    Lock.unlock();
    Task();
  }
}
