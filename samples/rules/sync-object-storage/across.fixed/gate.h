#pragma once
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
