// The flag is there, and asked for, and nobody ever sets it.
#include "jobs.h"

#include <atomic>
#include <thread>

Jobs Todo;
std::atomic<bool> Done{false};
std::atomic<int> Sum{0};

void work() {
  while (!Done)
    Sum += Todo.take(); // expect: consumer-never-ends(work) with #join
}

int main(int Argc, char **) {
  if (Argc == 1)
    return 0; // it would never end
  std::thread Worker(work);
  for (int I = 0; I < 10; ++I)
    Todo.put(I);
  Worker.join(); // #join
}
