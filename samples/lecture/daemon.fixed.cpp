// A daemon that owns what it works on: the counter belongs to the thread, so
// nobody has to wait for it and nothing can be gone.
// expect-none
#include <chrono>
#include <iostream>
#include <thread>

void beat(int Count) {
  for (int I = 0; I < 3; ++I)
    std::cout << ++Count << '\n';
}

void startDaemon() {
  std::thread Daemon(beat, 0);
  Daemon.detach();
}

int main() {
  startDaemon();
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
}
