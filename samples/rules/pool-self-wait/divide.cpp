// Divide and conquer on a pool of four: a range that is too long gives its two
// halves to the pool and waits for them. Four long ranges, and all wait.
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
      Task(); // #dispatch
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
  if (To - From == 1)
    return From;
  int Middle = (From + To) / 2;
  auto Low = Workers.submit([From, Middle] { return sum(From, Middle); });
  auto High = Workers.submit([Middle, To] { return sum(Middle, To); });
  return Low.get() + High.get(); // expect: pool-self-wait(sum) with #dispatch; likely
}

int main(int Argc, char **) {
  if (Argc == 1)
    return 0; // it would never end
  Workers.start(4);
  auto All = Workers.submit([] { return sum(0, 64); });
  std::cout << All.get() << '\n';
}
