// signal() before the first thread: it works on the systems that most of us have,
// and is promised nowhere. Only possible, therefore.
#include <csignal>
#include <iostream>
#include <thread>

class Service {
public:
  Service() {
    std::signal(SIGTERM, [](int) { Stopping = 1; }); // expect: signal-in-threads(Service::Service); possible
  }
  void run() {
    std::thread Worker([] {
      for (int I = 0; I < 3 && !Stopping; ++I)
        std::cout << "step " << I << '\n';
    });
    Worker.join();
  }

private:
  static volatile std::sig_atomic_t Stopping;
};

volatile std::sig_atomic_t Service::Stopping;

int main() {
  Service S;
  S.run();
}
