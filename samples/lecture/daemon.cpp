// A daemon thread: started, detached, never waited for. It works on a variable
// of the function that started it, which may be gone by then.
#include <chrono>
#include <thread>

void beat(int &Count) {
  for (int I = 0; I < 3; ++I)
    ++Count;
}

void startDaemon() {
  int Beats = 0;
  std::thread Daemon(beat, std::ref(Beats)); // expect: dangling-thread-reference(Beats)
  Daemon.detach();
}

int main() {
  startDaemon();
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
}
