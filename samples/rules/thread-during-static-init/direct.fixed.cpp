// The thread is started when everything else is there.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

std::mutex Lock;
std::vector<int> Values = {1, 2, 3};

void fill() {
  std::lock_guard<std::mutex> Guard(Lock);
  Values.push_back(4);
}

int main() {
  std::jthread Filler(fill);
  std::lock_guard<std::mutex> Guard(Lock);
  std::cout << Values.size() << '\n';
}
