// A gate that opens once.
#ifndef GATE_H
#define GATE_H

#include <atomic>
#include <condition_variable>
#include <mutex>

class Gate {
public:
  void open();
  void pass();

private:
  bool isOpen() const { return Opened; }

  std::mutex M;
  std::condition_variable C;
  std::atomic<bool> Opened{false};
};

#endif
