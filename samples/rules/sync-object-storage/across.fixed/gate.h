#ifndef GATE_H
#define GATE_H
#include <condition_variable>
#include <mutex>

struct Gate {
  std::mutex M;
  std::condition_variable Opened;
  bool Open = false;
};

extern Gate Entrance;

void openGate();
void enterGate();

#endif
