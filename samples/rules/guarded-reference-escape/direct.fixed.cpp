// A copy is made under the lock, and is the caller's own. What nobody changes
// may be handed out by reference.
// expect-none
#include <iostream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

std::mutex Lock;
std::vector<std::string> Names;
const std::string Title = "names";
int Asked = 0;

void add(const std::string &Name) {
  std::lock_guard<std::mutex> Guard(Lock);
  Names.push_back(Name);
}

std::vector<std::string> names() {
  std::lock_guard<std::mutex> Guard(Lock);
  return Names;
}

const std::string &title() {
  std::lock_guard<std::mutex> Guard(Lock);
  ++Asked;
  return Title;
}

int main() {
  std::thread Writer(add, "Ada");
  Writer.join();
  std::cout << title() << '\n';
  for (const std::string &Name : names())
    std::cout << Name << '\n';
}
