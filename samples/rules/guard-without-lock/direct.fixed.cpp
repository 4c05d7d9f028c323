// A deferred guard is locked where it is needed, alone or with others.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Lock, Log;
int Votes = 0, Lines = 0;

void vote() {
  std::unique_lock<std::mutex> Guard(Lock, std::defer_lock);
  Guard.lock();
  ++Votes;
}

void report() {
  std::unique_lock<std::mutex> Counting(Lock, std::defer_lock);
  std::unique_lock<std::mutex> Writing(Log, std::defer_lock);
  std::lock(Counting, Writing);
  Lines += Votes;
}

int main() {
  std::thread First(vote);
  std::thread Second(report);
  First.join();
  Second.join();
  std::cout << Votes << ' ' << Lines << '\n';
}
