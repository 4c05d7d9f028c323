// The guard has a name, as it should, but nobody told it which mutex.
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Lock;
int Votes = 0;

void vote() {
  std::scoped_lock Guard; // expect: empty-scoped-lock(Guard); certain
  ++Votes;                // expect: data-race(Votes); dynamic: confirmed
}

int main() {
  std::thread First(vote);
  std::thread Second(vote);
  First.join();
  Second.join();
  std::cout << Votes << '\n';
}
