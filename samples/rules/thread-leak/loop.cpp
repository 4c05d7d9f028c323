// C++ over POSIX threads: each request gets a thread, and the handle is a local
// variable of the round. After some thousand requests no thread can be started.
#include <atomic>
#include <iostream>
#include <pthread.h>
#include <unistd.h>

static std::atomic<int> Handled = 0;

static void *handle(void *) {
  ++Handled;
  return nullptr;
}

class Server {
public:
  void serve(int Requests) {
    for (int I = 0; I < Requests; ++I) {
      pthread_t Handler;
      if (pthread_create(&Handler, nullptr, handle, nullptr) == 0) // expect: thread-leak(handle)
        ++Started;
    }
  }
  void wait() const {
    usleep(1000);
    std::cout << Handled << " of " << Started << '\n';
  }

private:
  int Started = 0;
};

int main() {
  Server S;
  S.serve(8);
  S.wait();
}
