// The flag is set under the lock, as it should be, but nobody notifies: the
// reader sleeps on. (It asks before it waits, so it is lucky now and then.)
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Lock;
std::condition_variable Ready;
bool Done = false;
int Result = 0;

void compute() {
  std::lock_guard<std::mutex> Guard(Lock);
  Result = 42;
  Done = true;
}

void show() {
  std::unique_lock<std::mutex> Guard(Lock);
  while (!Done)
    Ready.wait(Guard); // expect: wait-never-notified(Ready)
  std::cout << Result << '\n';
}

// The fault hangs the program: the reader comes first only when asked to.
int main(int Argc, char **) {
  if (Argc > 1) {
    std::thread Early(show);
    compute();
    Early.join();
  }
  std::thread Computer(compute);
  Computer.join();
  show();
}
