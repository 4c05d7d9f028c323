// Who sets the flag notifies.
// expect-none
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Lock;
std::condition_variable Ready;
bool Done = false;
int Result = 0;

void compute() {
  {
    std::lock_guard<std::mutex> Guard(Lock);
    Result = 42;
    Done = true;
  }
  Ready.notify_one();
}

void show() {
  std::unique_lock<std::mutex> Guard(Lock);
  while (!Done)
    Ready.wait(Guard);
  std::cout << Result << '\n';
}

int main() {
  std::thread Computer(compute);
  std::thread Reader(show);
  Computer.join();
  Reader.join();
}
