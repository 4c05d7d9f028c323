// The same with a future: get() waits for the task, which needs the lock.
#include <future>
#include <mutex>

std::mutex Lock;
int Cached = 0;

int compute() {
  std::lock_guard<std::mutex> Guard(Lock); // #needs
  return Cached + 1;
}

int refresh() {
  std::future<int> Next = std::async(std::launch::async, compute);
  std::lock_guard<std::mutex> Guard(Lock); // #holds
  Cached = Next.get();                     // expect: join-under-lock(Lock) with #holds, #needs
  return Cached;
}

int main(int Argc, char **) {
  if (Argc > 1)
    return refresh();
}
