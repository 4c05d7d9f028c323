// The futures are kept, and asked where the results are needed.
// expect-none
#include <future>
#include <iostream>
#include <string>

void readFile(const std::string &Name) { std::cout << "read " + Name + "\n"; }

int main() {
  auto First = std::async(std::launch::async, readFile, "a.txt");
  auto Second = std::async(std::launch::async, readFile, "b.txt");
  First.get();
  Second.get();
}
