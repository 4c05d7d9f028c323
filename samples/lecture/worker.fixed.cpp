// The worker pattern: jobs come through one queue, results leave through
// another, and the threads share nothing else.
// expect-none
#include "queue.h"

#include <iostream>
#include <optional>
#include <thread>

void work(Queue<int> &Jobs, Queue<int> &Results) {
  while (std::optional<int> Job = Jobs.get()) {
    Results.put(*Job * *Job);
    Jobs.taskDone();
  }
}

int main() {
  Queue<int> Jobs;
  Queue<int> Results;
  std::thread First(work, std::ref(Jobs), std::ref(Results));
  std::thread Second(work, std::ref(Jobs), std::ref(Results));
  for (int Job = 1; Job <= 6; ++Job)
    Jobs.put(Job);
  Jobs.join();
  Jobs.close();
  First.join();
  Second.join();
  Results.close();
  int Sum = 0;
  while (std::optional<int> Result = Results.get())
    Sum += *Result;
  std::cout << "sum " << Sum << '\n';
}
