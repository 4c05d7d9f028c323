// The function returns, its variable is gone, the detached thread still adds to it.
#include <chrono>
#include <thread>

void start() {
  int Count = 0;
  std::thread T([&Count] { // expect: dangling-thread-reference(Count)
    for (int I = 0; I < 1000; I++)
      Count++;
  });
  T.detach();
}

int main() {
  start();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
}
