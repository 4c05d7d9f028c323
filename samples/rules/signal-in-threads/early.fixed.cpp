// The signal is blocked in all threads, and one thread waits for it with sigwait: no
// handler at all.
// expect-none
#include <atomic>
#include <csignal>
#include <iostream>
#include <thread>
#include <unistd.h>

class Service {
public:
  Service() {
    sigemptyset(&Signals);
    sigaddset(&Signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &Signals, nullptr);
  }
  void run() {
    std::thread Waiter([this] {
      int Number = 0;
      sigwait(&Signals, &Number);
      Stopping = true;
    });
    std::thread Worker([this] {
      for (int I = 0; I < 3 && !Stopping; ++I)
        std::cout << "step " << I << '\n';
    });
    Worker.join();
    kill(getpid(), SIGTERM);
    Waiter.join();
  }

private:
  sigset_t Signals;
  std::atomic<bool> Stopping = false;
};

int main() {
  Service S;
  S.run();
}
