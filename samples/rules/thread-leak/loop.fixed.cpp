// The handles are kept, and all are joined at the end.
// expect-none
#include <atomic>
#include <pthread.h>
#include <vector>

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
      if (pthread_create(&Handler, nullptr, handle, nullptr) == 0)
        Handlers.push_back(Handler);
    }
  }
  void wait() {
    for (pthread_t Handler : Handlers)
      pthread_join(Handler, nullptr);
  }

private:
  std::vector<pthread_t> Handlers;
};

int main() {
  Server S;
  S.serve(8);
  S.wait();
}
