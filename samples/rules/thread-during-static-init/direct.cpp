// The thread is there before the vector that it uses.
#include <chrono>
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

std::mutex Lock;

void fill();

std::jthread Filler(fill); // expect: thread-during-static-init(Filler); certain

std::vector<int> Values = {1, 2, 3}; // expect: unguarded-access-race(Values)

void fill() {
  std::lock_guard<std::mutex> Guard(Lock);
  Values.push_back(4);
}

int main() {
  std::lock_guard<std::mutex> Guard(Lock);
  std::cout << Values.size() << '\n';
}
