// names() locks, and hands out a reference. The lock is gone when the caller
// walks over the list, and add() moves it away under its feet.
#include <iostream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

std::mutex Lock;
std::vector<std::string> Names;

void add(const std::string &Name) {
  std::lock_guard<std::mutex> Guard(Lock);
  Names.push_back(Name);
}

const std::vector<std::string> &names() {
  std::lock_guard<std::mutex> Guard(Lock); // #lock
  return Names; // expect: guarded-reference-escape(Names) with #lock
}

int main() {
  std::thread Writer(add, "Ada");
  Writer.join();
  for (const std::string &Name : names())
    std::cout << Name << '\n';
}
