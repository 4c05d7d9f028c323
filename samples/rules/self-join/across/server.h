#ifndef SERVER_H
#define SERVER_H

#include <atomic>
#include <thread>

// Answers requests in a thread of its own.
class Server {
public:
  void start();
  void stop();

private:
  void run();

  std::atomic<bool> Stopping{false};
  std::atomic<int> Served{0};
  std::thread Worker;
};

#endif
