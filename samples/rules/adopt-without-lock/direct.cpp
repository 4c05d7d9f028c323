// Half of the idiom: std::lock() was taken out, the guard still adopts.
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Lock;
int Votes = 0;

void vote() {
  std::lock_guard<std::mutex> Guard(Lock, std::adopt_lock); // expect: adopt-without-lock(Lock); certain
  ++Votes; // expect: data-race(Votes); dynamic: confirmed
}

int main() {
  std::thread First(vote);
  std::thread Second(vote);
  First.join();
  Second.join();
  std::cout << Votes << '\n';
}
