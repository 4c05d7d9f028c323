// The task does both halves by itself; main asks for the result.
// expect-none
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
    Task();
  }
}

std::promise<int> Sum;

int countHalf() { return 21; }

void countAll() { Sum.set_value(countHalf() + countHalf()); }

int main() {
  std::thread Worker(work);
  submit(countAll);
  {
    std::lock_guard<std::mutex> Guard(M);
    Done = true;
  }
  More.notify_all();
  Worker.join();
  std::cout << Sum.get_future().get() << '\n';
}
