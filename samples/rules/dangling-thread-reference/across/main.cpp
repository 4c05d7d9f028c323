// The job is a local variable of submit(), and the thread that is started in
// another file keeps its address.
#include "background.h"

#include <chrono>
#include <thread>

void submit(int Input) {
  Job J;
  J.Input = Input;
  inBackground(J);
} // #end

int main() {
  submit(7);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
}
