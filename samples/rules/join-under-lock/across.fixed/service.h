#ifndef SERVICE_H
#define SERVICE_H

#include <mutex>
#include <thread>

class Service {
public:
  void start();
  void stop();

private:
  void serve();
  std::mutex Lock;
  bool Stopping = false;
  int Served = 0;
  std::thread Worker;
};

#endif
