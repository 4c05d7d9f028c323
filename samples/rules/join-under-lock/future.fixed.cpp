// The value is there before the lock is taken.
// expect-none
#include <future>
#include <mutex>

std::mutex Lock;
int Cached = 0;

int compute() {
  std::lock_guard<std::mutex> Guard(Lock);
  return Cached + 1;
}

int refresh() {
  std::future<int> Next = std::async(std::launch::async, compute);
  int Value = Next.get();
  std::lock_guard<std::mutex> Guard(Lock);
  Cached = Value;
  return Cached;
}

int main(int Argc, char **) {
  if (Argc > 1)
    return refresh();
}
