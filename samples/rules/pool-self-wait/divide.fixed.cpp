// main divides, the pool adds up, main waits.
// expect-none
#include <condition_variable>
#include <functional>
#include <future>
#include <iostream>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

class Pool {
public:
  void start(int Count) {
    for (int I = 0; I < Count; ++I)
      Threads.emplace_back([this] { work(); });
  }
  ~Pool() {
    {
      std::lock_guard<std::mutex> Guard(M);
      Done = true;
    }
    More.notify_all();
    for (std::thread &Worker : Threads)
      Worker.join();
  }
  template <class F> std::future<int> submit(F Function) {
    auto Task = std::make_shared<std::packaged_task<int()>>(Function);
    std::future<int> Result = Task->get_future();
    std::lock_guard<std::mutex> Guard(M);
    Tasks.push([Task] { (*Task)(); });
    More.notify_one();
    return Result;
  }

private:
  void work() {
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

  std::mutex M;
  std::condition_variable More;
  std::queue<std::function<void()>> Tasks;
  bool Done = false;
  std::vector<std::thread> Threads;
};

Pool Workers;

int sum(int From, int To) {
  int Sum = 0;
  for (int I = From; I < To; ++I)
    Sum += I;
  return Sum;
}

int main() {
  Workers.start(4);
  auto Low = Workers.submit([] { return sum(0, 32); });
  auto High = Workers.submit([] { return sum(32, 64); });
  std::cout << Low.get() + High.get() << '\n';
}
