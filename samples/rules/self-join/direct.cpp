// The worker waits for the worker.
#include <atomic>
#include <iostream>
#include <thread>

std::thread Worker;
std::atomic<int> Rounds{0};

void work() {
  for (int I = 0; I < 5; ++I)
    ++Rounds;
  if (Worker.joinable())
    Worker.join(); // expect: self-join(Worker) with #spawn
}

int main(int Argc, char **) {
  if (Argc == 1)
    return 0; // the thread would be terminated, and the program with it
  Worker = std::thread(work); // #spawn
  while (Rounds < 5)
    Rounds.wait(Rounds);
  std::cout << Rounds << '\n';
}
