// A gate that remembers that it is open.
#ifndef GATE_H
#define GATE_H

#include <condition_variable>
#include <mutex>

class Gate {
public:
  void open() {
    std::lock_guard<std::mutex> Guard(Lock);
    IsOpen = true;
    Opened.notify_all();
  }
  void pass() {
    std::unique_lock<std::mutex> Guard(Lock);
    Opened.wait(Guard, [this] { return IsOpen; });
  }

private:
  std::mutex Lock;
  std::condition_variable Opened;
  bool IsOpen = false;
};

#endif
