// The mutex stands in the brackets.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Lock;
int Votes = 0;

void vote() {
  std::scoped_lock Guard(Lock);
  ++Votes;
}

int main() {
  std::thread First(vote);
  std::thread Second(vote);
  First.join();
  Second.join();
  std::cout << Votes << '\n';
}
