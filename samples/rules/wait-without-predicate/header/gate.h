// A gate that opens once. pass() waits without asking whether it is open: if it
// was opened before, nobody will notify any more.
#ifndef GATE_H
#define GATE_H

#include <condition_variable>
#include <mutex>

class Gate {
public:
  void open() {
    std::lock_guard<std::mutex> Guard(Lock);
    Opened.notify_all();
  }
  void pass() {
    std::unique_lock<std::mutex> Guard(Lock);
    Opened.wait(Guard); // expect: wait-without-predicate(Opened)
  }

private:
  std::mutex Lock;
  std::condition_variable Opened;
};

#endif
