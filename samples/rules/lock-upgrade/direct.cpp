// Looks as a reader, finds nothing, and wants to write at once.
#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <thread>

std::shared_mutex M;
std::atomic<int> Answer{0};

int find() {
  std::shared_lock<std::shared_mutex> Reader(M); // #reader
  if (Answer != 0)
    return Answer;
  std::unique_lock<std::shared_mutex> Writer(M); // expect: lock-upgrade(M) with #reader; certain
  Answer = 42;
  return Answer;
}

// The fault would hang every run: it is run only when asked for.
int main(int Argc, char **) {
  if (Argc == 1)
    return 0;
  std::thread One(find), Two(find);
  One.join();
  Two.join();
}
