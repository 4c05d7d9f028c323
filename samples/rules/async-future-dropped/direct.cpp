// Two files are to be read side by side. Nobody keeps the futures, so each
// statement waits for its own task: they are read one after the other.
#include <future>
#include <iostream>
#include <string>

void readFile(const std::string &Name) { std::cout << "read " + Name + "\n"; }

int main() {
  std::async(std::launch::async, readFile, "a.txt"); // expect: async-future-dropped(std::async); certain
  std::async(std::launch::async, readFile, "b.txt"); // expect: async-future-dropped(std::async)
}
