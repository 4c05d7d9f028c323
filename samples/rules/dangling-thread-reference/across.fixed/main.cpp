// The job outlives the thread that works on it.
// expect-none
#include "background.h"

#include <chrono>
#include <thread>

void submit(int Input) {
  Job J;
  J.Input = Input;
  inBackground(J);
}

int main() {
  submit(7);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
}
