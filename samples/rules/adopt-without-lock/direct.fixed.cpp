// Locked first, adopted then; by std::lock, by lock(), or by a successful try.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Lock, Log;
int Votes = 0;

void vote() {
  std::lock(Lock, Log);
  std::lock_guard<std::mutex> Counting(Lock, std::adopt_lock);
  std::lock_guard<std::mutex> Writing(Log, std::adopt_lock);
  ++Votes;
}

void tryVote() {
  if (!Lock.try_lock())
    return;
  std::unique_lock<std::mutex> Guard(Lock, std::adopt_lock);
  ++Votes;
}

int main() {
  std::thread First(vote);
  std::thread Second(tryVote);
  First.join();
  Second.join();
  std::cout << Votes << '\n';
}
