#ifndef GATE_H
#define GATE_H

#include <semaphore>

// Runners wait at the gate until it opens.
class Gate {
public:
  void open();
  void pass();

private:
  std::counting_semaphore<8> Open{0};
};

#endif
