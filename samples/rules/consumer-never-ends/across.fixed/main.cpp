// A last job, a negative one, means the end.
// expect-none
#include "jobs.h"

#include <atomic>
#include <thread>

Jobs Todo;
std::atomic<int> Sum{0};

void work() {
  for (;;) {
    int Job = Todo.take();
    if (Job < 0)
      break;
    Sum += Job;
  }
}

int main() {
  std::thread Worker(work);
  for (int I = 0; I < 10; ++I)
    Todo.put(I);
  Todo.put(-1);
  Worker.join();
}
