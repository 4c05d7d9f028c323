// A small pool: tasks go through a locked queue, but the count of finished
// tasks is a plain int that every worker increments.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

class Pool {
public:
  explicit Pool(int Workers) {
    for (int I = 0; I < Workers; ++I)
      Threads.emplace_back([this] { run(); });
  }
  ~Pool() {
    {
      std::lock_guard<std::mutex> Guard(M);
      Stopping = true;
    }
    Ready.notify_all();
    for (std::thread &T : Threads)
      T.join();
  }
  void submit(std::function<void()> Task) {
    std::lock_guard<std::mutex> Guard(M);
    Tasks.push(std::move(Task));
    Ready.notify_one();
  }

private:
  void run() {
    while (true) {
      std::unique_lock<std::mutex> Guard(M);
      Ready.wait(Guard, [this] { return Stopping || !Tasks.empty(); });
      if (Tasks.empty())
        return;
      std::function<void()> Task = std::move(Tasks.front());
      Tasks.pop();
      Guard.unlock();
      Task();
      ++Finished; // expect: data-race(Finished)
    }
  }
  std::mutex M;
  std::condition_variable Ready;
  std::queue<std::function<void()>> Tasks;
  bool Stopping = false;
  int Finished = 0;
  std::vector<std::thread> Threads;
};

int main() {
  Pool P(2);
  for (int I = 0; I < 8; ++I)
    P.submit([] {});
}
