// Copied from a function that locks later; here nobody does.
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Lock;
int Votes = 0;

void vote() {
  std::unique_lock<std::mutex> Guard(Lock, std::defer_lock); // expect: guard-without-lock(Guard); certain
  ++Votes; // expect: data-race(Votes); dynamic: confirmed
}

int main() {
  std::thread First(vote);
  std::thread Second(vote);
  First.join();
  Second.join();
  std::cout << Votes << '\n';
}
